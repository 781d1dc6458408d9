# What `cpack` makes: an archive (-G TGZ) and a package for Debian (-G DEB).
set(CPACK_GENERATOR TGZ)
set(CPACK_PACKAGE_VENDOR tcplens)
set(CPACK_PACKAGE_CONTACT "The tcplens maintainers")
set(CPACK_PACKAGE_FILE_NAME tcplens-${PROJECT_VERSION})
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_VERBATIM_VARIABLES ON)

set(CPACK_DEBIAN_PACKAGE_NAME libtcplens-dev)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
    "Header-only C++20 library that reads TCP headers, prints them as tcpdump does
and runs the state machine of RFC 9293 for both ends of captured connections."
)

set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_BINARY_DIR}/cpack-project.cmake)
file(
    CONFIGURE
    OUTPUT ${CPACK_PROJECT_CONFIG_FILE}
    CONTENT [[
if(CPACK_GENERATOR STREQUAL "DEB")
    set(CPACK_PRE_BUILD_SCRIPTS "@PROJECT_SOURCE_DIR@/cmake/debian.cmake")
endif()
]]
    @ONLY
)
include(CPack)
