// SPDX-License-Identifier: BSL-1.0
// What segments mean: tables, machines, and both ends of every connection.
#pragma once

#include <tcplens/state/arrival.hpp>
#include <tcplens/state/classify.hpp>
#include <tcplens/state/connection.hpp>
#include <tcplens/state/connection_table.hpp>
#include <tcplens/state/departure.hpp>
#include <tcplens/state/handshake.hpp>
#include <tcplens/state/machine.hpp>
#include <tcplens/state/observed_end.hpp>
#include <tcplens/state/proofs.hpp>
#include <tcplens/state/record.hpp>
#include <tcplens/state/rfc793.hpp>
#include <tcplens/state/rfc9293.hpp>
#include <tcplens/state/state.hpp>
#include <tcplens/state/stream.hpp>
#include <tcplens/state/table.hpp>
#include <tcplens/state/timers.hpp>
