// SPDX-License-Identifier: BSL-1.0
// From bytes to segments and back: TCP headers and options, IP, link layers, tunnels.
#pragma once

#include <tcplens/wire/checksum.hpp>
#include <tcplens/wire/encode.hpp>
#include <tcplens/wire/encode_options.hpp>
#include <tcplens/wire/header.hpp>
#include <tcplens/wire/ip.hpp>
#include <tcplens/wire/link.hpp>
#include <tcplens/wire/more_options.hpp>
#include <tcplens/wire/mptcp.hpp>
#include <tcplens/wire/options.hpp>
#include <tcplens/wire/tunnel.hpp>
#include <tcplens/wire/usual_options.hpp>
