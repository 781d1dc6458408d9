# Tells whether a part of a project does what only a whole project should.

# Remembers what a project has before it takes the library in.
function(note_what_there_is)
    get_cmake_property(cached CACHE_VARIABLES)
    get_directory_property(variables VARIABLES)
    get_directory_property(options COMPILE_OPTIONS)
    set_property(GLOBAL PROPERTY before_cached "${cached}")
    set_property(GLOBAL PROPERTY before_variables "${variables}")
    set_property(GLOBAL PROPERTY before_options "${options}")
endfunction()

# complain(WHAT VALUE...): an error, if there is a value.
function(complain what)
    if(ARGN)
        message(SEND_ERROR "tcplens leaks ${what}: ${ARGN}")
    endif()
endfunction()

# check_for_leaks(DIR): tests, targets, options, warnings of the library in the source directory DIR.
function(check_for_leaks dir)
    get_property(targets DIRECTORY ${dir} PROPERTY BUILDSYSTEM_TARGETS)
    list(REMOVE_ITEM targets tcplens)
    complain("targets" ${targets})
    get_property(folders DIRECTORY ${dir} PROPERTY SUBDIRECTORIES)
    complain("directories" ${folders})
    get_property(tests DIRECTORY ${dir} PROPERTY TESTS)
    complain("tests" ${tests})

    get_property(options DIRECTORY PROPERTY COMPILE_OPTIONS)
    get_property(before GLOBAL PROPERTY before_options)
    list(REMOVE_ITEM options ${before})
    complain("compile options" ${options})
    foreach(property IN ITEMS INTERFACE_COMPILE_OPTIONS INTERFACE_COMPILE_DEFINITIONS INTERFACE_LINK_LIBRARIES INTERFACE_LINK_OPTIONS)
        get_target_property(value tcplens ${property})
        if(value)
            complain(${property} ${value})
        endif()
    endforeach()

    # The cache: its own options, all with its name, and what project() and FetchContent write for any project.
    get_cmake_property(cached CACHE_VARIABLES)
    get_property(before GLOBAL PROPERTY before_cached)
    list(REMOVE_ITEM cached ${before})
    list(FILTER cached EXCLUDE REGEX "^(TCPLENS_[A-Z]+(_[A-Z]+)*|tcplens_.*|FETCHCONTENT_.*)$")
    complain("cache entries" ${cached})
    foreach(option IN ITEMS TCPLENS_BUILD_TESTS TCPLENS_BUILD_EXAMPLES TCPLENS_BUILD_BENCH TCPLENS_INSTALL TCPLENS_WERROR)
        if(${option})
            complain("the option, which is on," ${option})
        endif()
    endforeach()
endfunction()
