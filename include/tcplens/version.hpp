// SPDX-License-Identifier: BSL-1.0
// The version of the library: the one place where it stands.
#pragma once

#define TCPLENS_VERSION_MAJOR 0
#define TCPLENS_VERSION_MINOR 1
#define TCPLENS_VERSION_PATCH 0
/// One number that grows with each release: major * 10000 + minor * 100 + patch.
#define TCPLENS_VERSION (TCPLENS_VERSION_MAJOR * 10000 + TCPLENS_VERSION_MINOR * 100 + TCPLENS_VERSION_PATCH)
