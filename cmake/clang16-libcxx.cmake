# Toolchain: clang 16 with libc++ 16 unpacked beside the system, since Debian's libc++ packages exclude each other.
# `.ci/libcxx16` unpacks it into build/libcxx16; the environment variable TCPLENS_LIBCXX16 names another place.
if(DEFINED ENV{TCPLENS_LIBCXX16})
    set(libcxx $ENV{TCPLENS_LIBCXX16})
else()
    cmake_path(SET libcxx NORMALIZE ${CMAKE_CURRENT_LIST_DIR}/../build/libcxx16)
endif()
set(libcxx ${libcxx}/usr/lib/llvm-16)
if(NOT EXISTS ${libcxx}/include/c++/v1/version)
    message(FATAL_ERROR "no libc++ in ${libcxx}: run .ci/libcxx16 first")
endif()

set(CMAKE_CXX_COMPILER clang++-16)
set(CMAKE_CXX_FLAGS_INIT "-stdlib++-isystem ${libcxx}/include/c++/v1")
# An old-style RPATH, because it also holds for libc++'s own dependencies, libc++abi and libunwind.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-stdlib=libc++ -L${libcxx}/lib -Wl,-rpath,${libcxx}/lib -Wl,--disable-new-dtags")
