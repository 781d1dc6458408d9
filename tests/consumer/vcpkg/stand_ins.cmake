# Runs the port without vcpkg: its functions, as far as the port calls them, and what it checks of any port afterwards.
#
# usage: cmake -D PORT=NAME -D PORT_DIR=DIR -D CURRENT_PACKAGES_DIR=DIR -D BUILD_DIR=DIR -D COMPILER=CXX
#        -D GENERATOR=NAME -P stand_ins.cmake
cmake_minimum_required(VERSION 3.25)

function(vcpkg_cmake_configure)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" SOURCE_PATH OPTIONS)
    execute_process(
        COMMAND ${CMAKE_COMMAND} -S ${arg_SOURCE_PATH} -B ${BUILD_DIR} -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${COMPILER}
                -DCMAKE_INSTALL_PREFIX=${CURRENT_PACKAGES_DIR} ${arg_OPTIONS}
        COMMAND_ERROR_IS_FATAL ANY
    )
endfunction()

function(vcpkg_cmake_install)
    execute_process(COMMAND ${CMAKE_COMMAND} --build ${BUILD_DIR} --target install COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# Moves the CMake package to share/PORT, one folder nearer to the prefix.
function(vcpkg_cmake_config_fixup)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" CONFIG_PATH "")
    set(from ${CURRENT_PACKAGES_DIR}/${arg_CONFIG_PATH})
    set(to ${CURRENT_PACKAGES_DIR}/share/${PORT})
    file(GLOB children ${from}/*)
    file(COPY ${children} DESTINATION ${to})
    file(REMOVE_RECURSE ${from})
    cmake_path(GET from PARENT_PATH parent)
    file(GLOB left ${parent}/*)
    if(NOT left)
        file(REMOVE_RECURSE ${parent})
    endif()
    file(GLOB scripts ${to}/*.cmake)
    foreach(script IN LISTS scripts)
        file(READ ${script} text)
        string(REPLACE "/../../../\" ABSOLUTE" "/../../\" ABSOLUTE" text "${text}")
        set(up "get_filename_component(_IMPORT_PREFIX \"\${_IMPORT_PREFIX}\" PATH)\n")
        string(REPLACE "${up}${up}${up}" "${up}${up}" text "${text}")
        file(WRITE ${script} "${text}")
    endforeach()
endfunction()

function(vcpkg_fixup_pkgconfig)
    file(GLOB files ${CURRENT_PACKAGES_DIR}/lib/pkgconfig/*.pc ${CURRENT_PACKAGES_DIR}/share/pkgconfig/*.pc)
    if(NOT files)
        message(FATAL_ERROR "the port calls vcpkg_fixup_pkgconfig and has no .pc file")
    endif()
endfunction()

function(vcpkg_install_copyright)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "" FILE_LIST)
    file(COPY_FILE ${arg_FILE_LIST} ${CURRENT_PACKAGES_DIR}/share/${PORT}/copyright)
endfunction()

include(${PORT_DIR}/portfile.cmake)

# vcpkg's own complaints about ports.
file(GLOB_RECURSE all LIST_DIRECTORIES true ${CURRENT_PACKAGES_DIR}/*)
foreach(path IN LISTS all)
    file(GLOB inside ${path}/*)
    if(IS_DIRECTORY ${path} AND NOT inside)
        message(SEND_ERROR "an empty directory: ${path}")
    endif()
    if(NOT path MATCHES "/share/${PORT}/" AND path MATCHES "\\.cmake$")
        message(SEND_ERROR "CMake files belong to share/${PORT}: ${path}")
    endif()
endforeach()
foreach(needed IN ITEMS include share/${PORT}/copyright share/${PORT}/${PORT}-config.cmake)
    if(NOT EXISTS ${CURRENT_PACKAGES_DIR}/${needed})
        message(SEND_ERROR "no ${needed}")
    endif()
endforeach()
foreach(unwanted IN ITEMS debug lib bin share/${PORT}/usage)
    if(EXISTS ${CURRENT_PACKAGES_DIR}/${unwanted})
        message(SEND_ERROR "a header-only port has ${unwanted}")
    endif()
endforeach()
