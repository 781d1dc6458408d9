# What tests and benchmarks need: the installed package where there is one, else the source.
include(FetchContent)

macro(tcplens_need_doctest)
    set(DOCTEST_NO_INSTALL ON)
    FetchContent_Declare(
        doctest
        GIT_REPOSITORY https://github.com/doctest/doctest.git
        GIT_TAG v2.4.12
        GIT_SHALLOW ON
        SYSTEM
        FIND_PACKAGE_ARGS 2.4
    )
    FetchContent_MakeAvailable(doctest)
endmacro()

macro(tcplens_need_benchmark)
    set(BENCHMARK_ENABLE_TESTING OFF)
    set(BENCHMARK_ENABLE_INSTALL OFF)
    FetchContent_Declare(
        benchmark
        GIT_REPOSITORY https://github.com/google/benchmark.git
        GIT_TAG v1.8.5
        GIT_SHALLOW ON
        SYSTEM
        FIND_PACKAGE_ARGS 1.7
    )
    FetchContent_MakeAvailable(benchmark)
endmacro()
