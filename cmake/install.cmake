# The install rules. Nothing of the library depends on an architecture, so all goes to share/ and include/.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/tcplens)

install(TARGETS tcplens EXPORT tcplens-targets FILE_SET HEADERS)
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
    FILES ${PROJECT_BINARY_DIR}/tcplens-config.cmake ${PROJECT_BINARY_DIR}/tcplens-config-version.cmake
    DESTINATION ${package_dir}
)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/licenses/tcplens)
