// SPDX-License-Identifier: BSL-1.0
// The vocabulary: octets, errors, sequence numbers, flags, endpoints, and what a segment is.
#pragma once

#include <tcplens/core/bytes.hpp>
#include <tcplens/core/endpoint.hpp>
#include <tcplens/core/error.hpp>
#include <tcplens/core/flags.hpp>
#include <tcplens/core/result.hpp>
#include <tcplens/core/segment.hpp>
#include <tcplens/core/seq.hpp>
#include <tcplens/core/timestamp.hpp>
