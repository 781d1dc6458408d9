// SPDX-License-Identifier: BSL-1.0
// Words: flags, options, addresses and whole lines in tcpdump's notation, and back; explanations.
#pragma once

#include <tcplens/text/address.hpp>
#include <tcplens/text/datagram.hpp>
#include <tcplens/text/explain.hpp>
#include <tcplens/text/extensions.hpp>
#include <tcplens/text/listing.hpp>
#include <tcplens/text/listing_fields.hpp>
#include <tcplens/text/listing_mptcp.hpp>
#include <tcplens/text/listing_names.hpp>
#include <tcplens/text/listing_options.hpp>
#include <tcplens/text/listing_quotes.hpp>
#include <tcplens/text/listing_record.hpp>
#include <tcplens/text/listing_scan.hpp>
#include <tcplens/text/listing_time.hpp>
#include <tcplens/text/listing_usual.hpp>
#include <tcplens/text/listing_view.hpp>
#include <tcplens/text/listing_witness.hpp>
#include <tcplens/text/mptcp.hpp>
#include <tcplens/text/notation.hpp>
#include <tcplens/text/options.hpp>
#include <tcplens/text/render.hpp>
#include <tcplens/text/render_listing.hpp>
#include <tcplens/text/sink.hpp>
#include <tcplens/text/time.hpp>
