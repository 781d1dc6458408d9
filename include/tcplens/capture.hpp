// SPDX-License-Identifier: BSL-1.0
// Where segments come from: capture images in memory, and one pass over them.
#pragma once

#include <tcplens/capture/analyzer.hpp>
#include <tcplens/capture/file.hpp>
#include <tcplens/capture/pcap.hpp>
#include <tcplens/capture/pcapng.hpp>
