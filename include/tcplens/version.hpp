// SPDX-License-Identifier: BSL-1.0
// The version of the library, the one place where it stands, and the language that it wants.
#pragma once

/// While it is 0, a minor version may break its users.
#define TCPLENS_VERSION_MAJOR 0
/// Grows with each release that adds something.
#define TCPLENS_VERSION_MINOR 1
/// Grows with each release that only corrects.
#define TCPLENS_VERSION_PATCH 0
/// One number that grows with each release: major * 10000 + minor * 100 + patch.
#define TCPLENS_VERSION (TCPLENS_VERSION_MAJOR * 10000 + TCPLENS_VERSION_MINOR * 100 + TCPLENS_VERSION_PATCH)

// Compilers go on after an #error, through pages of templates that they can't read; a file that isn't there ends it.
#if (defined(_MSVC_LANG) && _MSVC_LANG < 202002L) || (!defined(_MSVC_LANG) && __cplusplus < 202002L)
#include <tcplens needs C++20: compile with -std=c++20 or newer>
#endif
