// SPDX-License-Identifier: BSL-1.0
// Everything but the adapters.
#pragma once

#include <tcplens/capture.hpp>
#include <tcplens/core.hpp>
#include <tcplens/sequence.hpp>
#include <tcplens/state.hpp>
#include <tcplens/text.hpp>
#include <tcplens/version.hpp>
#include <tcplens/wire.hpp>
