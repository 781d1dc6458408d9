# Writes the library as one header.
#
# usage: cmake [-D OUTPUT=FILE] -P cmake/amalgamate.cmake      FILE is tcplens.hpp here, unless it is said
#
# It follows the includes from tcplens/tcplens.hpp on, each header once and after those that it includes.
cmake_minimum_required(VERSION 3.25)
if(NOT DEFINED OUTPUT)
    set(OUTPUT tcplens.hpp)
endif()
cmake_path(GET CMAKE_CURRENT_LIST_DIR PARENT_PATH root)

set_property(GLOBAL PROPERTY body "")

function(append header)
    get_property(seen GLOBAL PROPERTY seen)
    if(header IN_LIST seen)
        return()
    endif()
    set_property(GLOBAL APPEND PROPERTY seen ${header})

    file(READ ${root}/include/${header} text)
    set(of_ours "#include <(tcplens/[^>\n]+)>\n")
    string(REGEX MATCHALL "${of_ours}" includes "${text}")
    foreach(line IN LISTS includes)
        string(REGEX REPLACE "${of_ours}" "\\1" name "${line}")
        append(${name})
    endforeach()

    string(REGEX REPLACE "${of_ours}" "" text "${text}")
    string(REGEX REPLACE "// SPDX-License-Identifier: [^\n]*\n" "" text "${text}")
    string(REPLACE "#pragma once\n" "" text "${text}")
    string(REGEX REPLACE "\n\n\n+" "\n\n" text "${text}")
    string(STRIP "${text}" text)
    get_property(body GLOBAL PROPERTY body)
    set_property(GLOBAL PROPERTY body "${body}\n// ---- <${header}>\n\n${text}\n")
endfunction()

append(tcplens/tcplens.hpp)

get_property(body GLOBAL PROPERTY body)
file(STRINGS ${root}/include/tcplens/version.hpp lines REGEX "^#define TCPLENS_VERSION_(MAJOR|MINOR|PATCH) ")
string(REGEX REPLACE "[^0-9]+([0-9]+)[^0-9]+([0-9]+)[^0-9]+([0-9]+)" "\\1.\\2.\\3" version "${lines}")
file(READ ${root}/LICENSE licence)
string(STRIP "${licence}" licence)
string(REGEX REPLACE "\n" "\n// " licence "// ${licence}")
string(REGEX REPLACE "// \n" "//\n" licence "${licence}")
file(WRITE ${OUTPUT} "// SPDX-License-Identifier: BSL-1.0
// tcplens ${version} as one header, made by cmake/amalgamate.cmake: use it instead of the folder, not beside it.
//
${licence}
#pragma once
${body}")
