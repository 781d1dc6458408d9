// SPDX-License-Identifier: BSL-1.0
// Sequence numbers as a reader is shown them.
#pragma once

#include <tcplens/sequence/numbering.hpp>
#include <tcplens/sequence/restore.hpp>
