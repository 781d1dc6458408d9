# tcplens_add_module(TARGET): a static library with the module `tcplens`, for `import tcplens;`. It is built in the
# project that uses it, since a compiled module fits one compiler and its flags. Wants CMake 3.28 and Ninja.
function(tcplens_add_module target)
    if(CMAKE_VERSION VERSION_LESS 3.28)
        message(FATAL_ERROR "tcplens_add_module: modules want CMake 3.28, this is ${CMAKE_VERSION}")
    endif()
    # An installed target's directories are paths, a subdirectory's are generator expressions around them.
    get_target_property(dirs tcplens::tcplens HEADER_DIRS)
    list(GET dirs 0 dir)
    string(REGEX REPLACE "^\\$<BUILD_INTERFACE:(.*)>$" "\\1" dir "${dir}")
    add_library(${target} STATIC)
    target_sources(${target} PUBLIC FILE_SET CXX_MODULES BASE_DIRS ${dir} FILES ${dir}/tcplens/tcplens.cppm)
    target_link_libraries(${target} PUBLIC tcplens::tcplens)
    set_target_properties(${target} PROPERTIES CXX_SCAN_FOR_MODULES ON)
endfunction()
