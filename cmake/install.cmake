# The install rules. Nothing of the library depends on an architecture, so all goes to share/ and include/.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/tcplens)
set(pkgconfig_dir ${CMAKE_INSTALL_DATADIR}/pkgconfig)

install(TARGETS tcplens EXPORT tcplens-targets FILE_SET HEADERS)
install(FILES include/tcplens/tcplens.cppm DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/tcplens)
install(EXPORT tcplens-targets NAMESPACE tcplens:: DESTINATION ${package_dir})

configure_package_config_file(
    cmake/tcplens-config.cmake.in ${PROJECT_BINARY_DIR}/tcplens-config.cmake
    INSTALL_DESTINATION ${package_dir}
    NO_SET_AND_CHECK_MACRO
)
# Before 1.0 a minor version may break its users.
write_basic_package_version_file(
    ${PROJECT_BINARY_DIR}/tcplens-config-version.cmake
    COMPATIBILITY SameMinorVersion
    ARCH_INDEPENDENT
)
install(
    FILES
        ${PROJECT_BINARY_DIR}/tcplens-config.cmake
        ${PROJECT_BINARY_DIR}/tcplens-config-version.cmake
        cmake/tcplens-module.cmake
    DESTINATION ${package_dir}
)

# Relative to where the file lies, wherever the package is moved; an absolute place has no way back to a prefix.
set(pc_includedir "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
if(IS_ABSOLUTE ${CMAKE_INSTALL_INCLUDEDIR})
    set(pc_includedir ${CMAKE_INSTALL_INCLUDEDIR})
endif()
if(IS_ABSOLUTE ${pkgconfig_dir})
    set(pc_prefix ${CMAKE_INSTALL_PREFIX})
else()
    file(RELATIVE_PATH pc_prefix /${pkgconfig_dir} /)
    string(REGEX REPLACE "/$" "" pc_prefix "\${pcfiledir}/${pc_prefix}")
endif()
configure_file(cmake/tcplens.pc.in ${PROJECT_BINARY_DIR}/tcplens.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/tcplens.pc DESTINATION ${pkgconfig_dir})

install(
    FILES cmake/debuggers/tcplens.natvis cmake/debuggers/tcplens_gdb.py
    DESTINATION ${CMAKE_INSTALL_DATADIR}/tcplens
)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/licenses/tcplens)

if(PROJECT_IS_TOP_LEVEL)
    include(cmake/packages.cmake)
endif()
