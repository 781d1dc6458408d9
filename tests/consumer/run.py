#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Takes the library in as its users do, by one way, and builds and runs a small program against it.

usage: run.py --work DIR [--cmake CMAKE] [--compiler CXX] [--generator NAME] WAY

Exit status 77, with a line that says why, where the tools of a way are missing.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
from xml.etree import ElementTree

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SKIPPED = 77

# What pip installs for the ways that want more than the system has.
REQUIREMENTS = ["conan>=2,<3", "cmake>=3.30,<5"]

VERSION = re.search(r"_MAJOR +(\d+).*?_MINOR +(\d+).*?_PATCH +(\d+)",
                    (ROOT / "include/tcplens/version.hpp").read_text(encoding="utf-8"), re.S).groups()
FULL_VERSION = ".".join(VERSION)
LINE = (f"tcplens {FULL_VERSION}: Flags [S], seq 100, win 64240, options [mss 1460], length 0; "
        "client SYN-SENT, server SYN-RECEIVED (assumed)\n")


class Skip(Exception):
    """A tool is missing."""


class Failure(Exception):
    """The library, or the way in, is not what it should be."""


def expect(condition, message):
    if not condition:
        raise Failure(message)


def run(*command, fails=False, env=None, cwd=None):
    """Runs a command, expects that it ends well (or not), and returns what it printed."""
    command = [str(word) for word in command]
    print("$", *command, flush=True)
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", timeout=300, env=env, cwd=cwd)
    if (done.returncode != 0) != fails:
        raise Failure(f"{done.stdout}\nexit status {done.returncode}")
    return done.stdout


def need(program):
    path = shutil.which(program)
    if not path:
        raise Skip(f"no {program} on the PATH")
    return path


def files_under(directory):
    return {path.relative_to(directory).as_posix() for path in directory.rglob("*") if path.is_file()}


class Ways:
    """A method for each way in; its first sentence is what it shows."""

    def __init__(self, wanted):
        self.work = pathlib.Path(wanted.work).resolve()
        self.cmake = wanted.cmake
        self.compiler = wanted.compiler
        self.generator = wanted.generator

    # What the ways share.

    def fresh(self, *parts):
        """An empty directory for a step of a way."""
        path = self.work.joinpath(*parts)
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
        return path

    def configure(self, source, build, *options, cmake=None, compiler=None):
        return run(cmake or self.cmake, "-S", source, "-B", build, "-G", self.generator,
                   f"-DCMAKE_CXX_COMPILER={compiler or self.compiler}", *options)

    def build_and_run(self, project, build, *options, cmake=None, compiler=None):
        """Builds a project of this folder and runs its program; returns what the configuration printed."""
        said = self.configure(HERE / project, build, *options, cmake=cmake, compiler=compiler)
        expect("Warning" not in said, f"CMake warns:\n{said}")
        said += run(cmake or self.cmake, "--build", build)
        self.check_program(build / "program")
        return said

    def check_program(self, program):
        printed = run(program)
        expect(printed == LINE, f"the program prints {printed!r} instead of {LINE!r}")

    def library_build(self):
        """The library alone, configured, for what is installed or packed."""
        build = self.fresh("library")
        self.configure(ROOT, build, "-DTCPLENS_BUILD_TESTS=OFF", "-DTCPLENS_BUILD_EXAMPLES=OFF", "-DTCPLENS_INSTALL=ON")
        return build

    def check_package(self, prefix, build):
        """A tree with the package in it: a CMake package of the right version, its headers, and nothing of where it was made."""
        files = files_under(prefix)
        headers = {f"include/{name}" for name in files_under(ROOT / "include")}
        expect(headers <= files, f"not installed: {headers - files}")
        more = {name for name in files - headers if not re.match(
            r"share/(cmake/tcplens/tcplens-(config(-version)?|module|targets)\.cmake|pkgconfig/tcplens\.pc"
            r"|tcplens/tcplens(\.natvis|_gdb\.py)|licenses/tcplens/LICENSE|doc/libtcplens-dev/copyright)$", name)}
        expect(not more, f"installed, and no part of the package: {more}")
        for name in files - headers:
            text = (prefix / name).read_text(encoding="utf-8")
            for place in (str(ROOT), str(self.work)):
                expect(place not in text, f"{name} names {place}")
        said = self.build_and_run("package", build, f"-DCMAKE_PREFIX_PATH={prefix}", f"-DMAJOR={VERSION[0]}", f"-DMINOR={VERSION[1]}")
        expect(f"found {FULL_VERSION} in {prefix}/share/cmake/tcplens" in said, f"another package was found:\n{said}")

    def installed(self, *parts):
        """The library, installed and then moved."""
        build, made = self.library_build(), self.fresh("made")
        run(self.cmake, "--install", build, "--prefix", made)
        prefix = self.fresh(*parts)
        prefix.rmdir()
        made.rename(prefix)
        return prefix

    def tool(self, name):
        """A program of the virtual environment that the way `tools` makes."""
        path = self.work.parent / "venv" / "bin" / name
        if not path.exists():
            raise Skip(f"no {name}: pip could not install it, see the test consumer.tools")
        return path

    # The ways.

    def tools(self):
        """pip installs what other ways want, in a virtual environment."""
        environment = self.work.parent / "venv"
        stamp = environment / "requirements"
        if stamp.exists() and stamp.read_text(encoding="utf-8") == "\n".join(REQUIREMENTS):
            return
        shutil.rmtree(environment, ignore_errors=True)
        try:
            run(sys.executable, "-m", "venv", environment)
            run(environment / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *REQUIREMENTS)
        except (Failure, subprocess.TimeoutExpired) as error:
            shutil.rmtree(environment, ignore_errors=True)
            raise Skip(f"no virtual environment, or pip reaches no index:\n{error}") from error
        stamp.write_text("\n".join(REQUIREMENTS), encoding="utf-8")

    def subdirectory(self):
        """add_subdirectory, in a project of an older standard with many warnings; nothing leaks, nothing is installed."""
        build = self.fresh("build")
        said = self.build_and_run("subdirectory", build, f"-DTCPLENS={ROOT}")
        expect("warning" not in said, f"the compiler warns:\n{said}")
        run(self.cmake, "--install", build, "--prefix", self.fresh("prefix"))
        expect(files_under(self.work / "prefix") == {"bin/program"}, "add_subdirectory brings install rules")

    def fetchcontent(self):
        """FetchContent: from source, as system headers; and from an installed package where there is one."""
        archive = self.fresh("archive") / "tcplens.tar.gz"
        with tarfile.open(archive, "w:gz") as tar:
            for name in ("CMakeLists.txt", "LICENSE", "cmake", "include"):
                tar.add(ROOT / name, f"tcplens/{name}")
        options = [f"-DTCPLENS_ARCHIVE={archive}", f"-DTCPLENS_SHA256={hashlib.sha256(archive.read_bytes()).hexdigest()}",
                   f"-DVERSION={VERSION[0]}.{VERSION[1]}", "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON"]
        build = self.fresh("build")
        said = self.build_and_run("fetchcontent", build, *options)
        expect("comes from source" in said, f"a package was found:\n{said}")
        command, = (entry["command"] for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")))
        expect(re.search(r"-isystem \S*tcplens-src/include", command), f"the headers are no system headers: {command}")
        run(self.cmake, "--install", build, "--prefix", self.fresh("prefix"))
        expect(files_under(self.work / "prefix") == {"bin/program"}, "FetchContent brings install rules")

        prefix = self.installed("installed")
        said = self.build_and_run("fetchcontent", self.fresh("build"), *options, f"-DCMAKE_PREFIX_PATH={prefix}")
        expect(f"comes from the package in {prefix}" in said, f"the package was not taken:\n{said}")

    def package(self):
        """The installed CMake package: moved, asked for right and wrong versions."""
        self.check_package(self.installed("a moved prefix"), self.fresh("build"))

    def pkg_config(self):
        """pkg-config says where the headers are, wherever they were moved."""
        pkg_config = need("pkg-config")
        prefix = self.installed("moved")
        env = {**os.environ, "PKG_CONFIG_PATH": str(prefix / "share/pkgconfig")}
        expect(run(pkg_config, "--modversion", "tcplens", env=env).strip() == FULL_VERSION, "another version")
        flags = run(pkg_config, "--cflags", "tcplens", env=env).split()
        expect(run(pkg_config, "--libs", "tcplens", env=env).strip() == "", "a header-only library has libraries")
        include, = flags
        expect(pathlib.Path(include.removeprefix("-I")).resolve() == prefix / "include", f"{include} is not in {prefix}")
        run(self.compiler, "-std=c++20", *flags, HERE / "program.cpp", "-o", prefix / "program")
        self.check_program(prefix / "program")

    def archive(self):
        """cpack's archive, unpacked anywhere."""
        build = self.library_build()
        run(pathlib.Path(self.cmake).with_name("cpack"), "-G", "TGZ", "-B", self.fresh("packed"), cwd=build)
        unpacked = self.fresh("unpacked")
        with tarfile.open(self.work / "packed" / f"tcplens-{FULL_VERSION}.tar.gz") as tar:
            tar.extractall(unpacked)
        expect([path.name for path in unpacked.iterdir()] == [f"tcplens-{FULL_VERSION}"], "the archive is not one folder")
        self.check_package(unpacked / f"tcplens-{FULL_VERSION}", self.fresh("build"))

    def deb(self):
        """cpack's package for Debian, installed below a root of its own."""
        dpkg_deb, dpkg = need("dpkg-deb"), need("dpkg")
        build = self.library_build()
        run(pathlib.Path(self.cmake).with_name("cpack"), "-G", "DEB", "-B", self.fresh("packed"), cwd=build)
        package = self.work / "packed" / f"libtcplens-dev_{FULL_VERSION}_all.deb"
        fields = dict(line.split(": ", 1) for line in run(dpkg_deb, "--field", package).splitlines() if ": " in line)
        for field, value in {"Package": "libtcplens-dev", "Architecture": "all", "Section": "libdevel", "Version": FULL_VERSION}.items():
            expect(fields.get(field) == value, f"{field}: {fields.get(field)} instead of {value}")
        expect("Depends" not in fields, f"it depends on {fields.get('Depends')}")

        root = self.fresh("root")
        if os.geteuid() == 0:
            admin = root / "var/lib/dpkg"
            for folder in ("info", "updates", "triggers"):
                (admin / folder).mkdir(parents=True)
            (admin / "status").touch()
            run(dpkg, f"--root={root}", f"--log={root}/dpkg.log", "--install", package)
            expect("install ok installed" in (admin / "status").read_text(encoding="utf-8"), "dpkg has not installed it")
        else:
            run(dpkg_deb, "--extract", package, root)
        expect((root / "usr/share/doc/libtcplens-dev/copyright").read_text(encoding="utf-8").startswith("Boost Software License"),
               "no licence where Debian has it")
        self.check_package(root / "usr", self.fresh("build"))

    def one_file(self):
        """The single header, alone, with the README's first program and with strict warnings."""
        alone = self.fresh("alone")
        run(self.cmake, "-D", f"OUTPUT={alone / 'tcplens/tcplens.hpp'}", "-P", ROOT / "cmake/amalgamate.cmake")
        readme = [sys.executable, ROOT / "tests/rules/readme.py"]
        run(*readme, "extract", ROOT / "README.md", alone / "readme.cpp")
        warnings = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]
        run(self.compiler, "-std=c++20", *warnings, f"-I{alone}", alone / "readme.cpp", "-o", alone / "readme")
        print(run(*readme, "check", ROOT / "README.md", alone / "readme"))
        # It must be all: the consumers' program, and no word from the checkout.
        run(self.compiler, "-std=c++20", *warnings, f"-I{alone}", HERE / "program.cpp", "-o", alone / "program")
        self.check_program(alone / "program")
        used = run(self.compiler, "-std=c++20", f"-I{alone}", "-M", HERE / "program.cpp")
        expect(str(ROOT / "include") not in used, "the single header includes others")

    def old_standard(self):
        """Below C++20 each header is one error, which says what it wants."""
        for header in sorted(files_under(ROOT / "include")):
            if not header.endswith(".hpp"):
                continue
            source = self.work / "old.cpp"
            source.write_text(f"#include <{header}>\n", encoding="utf-8")
            said = run(self.compiler, "-std=c++17", f"-I{ROOT / 'include'}", "-fsyntax-only", source, fails=True)
            expect(len(re.findall(r"\berror:", said)) == 1 and "tcplens needs C++20" in said and len(said.splitlines()) < 20,
                   f"{header} in C++17 is not one error:\n{said}")

    def standards(self):
        """Translation units of C++20 and C++23 link, and agree."""
        build, here = self.fresh("build"), HERE / "standards"
        flags = ["-O1", "-Wall", "-Wextra", "-Werror", f"-I{ROOT / 'include'}", "-c"]
        run(self.compiler, "-std=c++2b", *flags, here / "other.cpp", "-o", build / "other.o")
        run(self.compiler, "-std=c++20", *flags, here / "program.cpp", "-o", build / "program.o")
        run(self.compiler, build / "program.o", build / "other.o", "-o", build / "program")
        self.check_program(build / "program")

    def macros(self):
        """The library, its adapters too, compiles after system headers that define what they like."""
        headers = sorted(name for name in files_under(ROOT / "include") if name.endswith(".hpp"))
        text = "".join((ROOT / "include" / name).read_text(encoding="utf-8") for name in headers)
        # The standard library has no duty towards such macros once they are there, so it comes first.
        standard = sorted(set(re.findall(r"^#include <([a-z_]+)>$", text, re.M)))
        lines = [f"#if __has_include(<{name}>)\n#include <{name}>\n#endif\n" for name in standard]
        # What is really there, then what might be; whoever mentions one of these doesn't compile.
        lines += [f"#if __has_include(<{name}>)\n#include <{name}>\n#endif\n" for name in (
            "sys/param.h", "sys/sysmacros.h", "sys/stat.h", "signal.h", "netinet/in.h", "netinet/tcp.h", "arpa/inet.h", "net/if.h", "complex.h")]
        hostile = (HERE / "macros/hostile.txt").read_text(encoding="utf-8")
        names = sorted({name for line in hostile.splitlines() if not line.startswith("#") for name in line.split(": ")[1].split()})
        lines += [f"#undef {name}\n#define {name} ) hostile_macro_{name} (\n" for name in names]
        lines += [f"#include <{name}>\n" for name in headers]
        source = self.fresh("source") / "source.cpp"
        source.write_text("".join(lines), encoding="utf-8")
        run(self.compiler, "-std=c++20", "-fsyntax-only", f"-I{ROOT / 'include'}", source)

    def analyzers(self):
        """Each example analyzer, alone with the compiler and the installed headers; and their folder, copied, with CMake."""
        prefix, programs = self.installed("prefix"), self.fresh("programs")
        folder = ROOT / "examples/analyzers"
        libraries = {"live": ["-lpcap"], "own_source": ["-ltins", "-lpcap"]}
        wanted = {source.stem: libraries.get(source.stem, []) for source in sorted(folder.glob("*.cpp"))}

        def build(name):
            alone = self.fresh("alone", name)
            shutil.copy(folder / f"{name}.cpp", alone)
            run(self.compiler, "-std=c++20", "-O0", "-Wall", "-Wextra", "-Wpedantic", "-Werror", f"-I{prefix}/include", f"{name}.cpp",
                "-o", programs / name, *wanted[name], cwd=alone)

        empty = self.fresh("empty") / "empty.cpp"
        empty.write_text("int main() {}\n", encoding="utf-8")
        for name in libraries.keys() & wanted.keys():
            try:
                run(self.compiler, empty, "-o", empty.with_suffix(""), *wanted[name])
            except Failure:
                print(f"{name} is left out: its libraries are not there")
                del wanted[name]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            list(pool.map(build, wanted))

        # What they print is what they print in the project.
        golden = ROOT / "tests/golden"
        rows = [line.split("\t") for line in (golden / "cases.tsv").read_text(encoding="utf-8").splitlines()]
        cases = [row[0] for row in rows if row[1] in wanted]
        for name in sorted(wanted.keys() - {row[1] for row in rows}):
            expect(run(programs / name, "--help").startswith("usage: "), f"{name} --help says something else")
        print(run(sys.executable, golden / "run.py", "--bin", programs, *cases))

        copied = self.fresh("copied")
        shutil.copytree(folder, copied, dirs_exist_ok=True)
        build_folder = self.fresh("build")
        said = self.configure(copied, build_folder, f"-DCMAKE_PREFIX_PATH={prefix}")
        expect("Warning" not in said, f"CMake warns:\n{said}")
        run(self.cmake, "--build", build_folder)
        missing = {name for name in wanted if not (build_folder / name).exists()}
        expect(not missing, f"CMake has not built {missing}")

    def conan(self):
        """Conan makes the package and tests it; it refuses an older standard."""
        conan = self.tool("conan")
        env = {**os.environ, "CONAN_HOME": str(self.fresh("home")), "CXX": self.compiler, "NO_COLOR": "1"}
        env["PATH"] = f"{pathlib.Path(self.cmake).parent}{os.pathsep}{env['PATH']}"
        run(conan, "profile", "detect", env=env)
        create = [conan, "create", ROOT, f"--test-folder={ROOT / 'tests/conan'}", "--no-remote",
                  "-c", f"tools.cmake.cmaketoolchain:generator={self.generator}", "-c", f"tools.cmake.cmake_layout:test_folder={self.work}"]
        said = run(*create, "-s", "compiler.cppstd=20", env=env)
        expect(LINE in said, f"the program did not run:\n{said}")
        said = run(*create, "-s", "compiler.cppstd=17", env=env, fails=True)
        expect("Invalid: Current cppstd (17) is lower than the required C++ standard (20)" in said, f"C++17 is refused otherwise:\n{said}")
        run(conan, "list", f"tcplens/{FULL_VERSION}:*", "--format=json", f"--out-file={self.work / 'list.json'}", env=env)
        listed = json.loads((self.work / "list.json").read_text(encoding="utf-8"))["Local Cache"][f"tcplens/{FULL_VERSION}"]
        package, = (name for revision in listed["revisions"].values() for name in revision["packages"])
        place = pathlib.Path(run(conan, "cache", "path", f"tcplens/{FULL_VERSION}:{package}", env=env).strip().splitlines()[-1])
        expect(files_under(place) >= {"licenses/LICENSE", "include/tcplens/tcplens.hpp"}, f"the package lacks files: {files_under(place)}")

    def vcpkg(self):
        """vcpkg in manifest mode takes the overlay port."""
        vcpkg = pathlib.Path(need("vcpkg")).resolve()
        root = pathlib.Path(os.environ.get("VCPKG_ROOT", vcpkg.parent))
        self.build_and_run("vcpkg", self.fresh("build"), f"-DCMAKE_TOOLCHAIN_FILE={root}/scripts/buildsystems/vcpkg.cmake")

    def vcpkg_port(self):
        """The overlay port with stand-ins for vcpkg's functions, for where no vcpkg is."""
        port = ROOT / "cmake/vcpkg/tcplens"
        manifest = json.loads((port / "vcpkg.json").read_text(encoding="utf-8"))
        expect(manifest["version"] == FULL_VERSION, f"the port's version is {manifest['version']}, the library's {FULL_VERSION}")
        packages = self.fresh("packages")
        run(self.cmake, "-D", f"PORT={manifest['name']}", "-D", f"PORT_DIR={port}", "-D", f"CURRENT_PACKAGES_DIR={packages}",
            "-D", f"BUILD_DIR={self.fresh('port')}", "-D", f"COMPILER={self.compiler}", "-D", f"GENERATOR={self.generator}",
            "-P", HERE / "vcpkg/stand_ins.cmake")
        self.build_and_run("vcpkg", self.fresh("build"), f"-DCMAKE_PREFIX_PATH={packages}")

    def module(self):
        """`import tcplens;` from the checkout and from an installed package."""
        version = re.search(r"(\d+)\.(\d+)", run(self.cmake, "--version"))
        new_enough = tuple(map(int, version.groups())) >= (3, 28)
        cmake, compiler = self.cmake if new_enough else self.tool("cmake"), need("clang++-19")
        need("clang-scan-deps-19")
        if self.generator != "Ninja":
            raise Skip("modules want Ninja")
        self.build_and_run("module", self.fresh("build"), f"-DTCPLENS={ROOT}", cmake=cmake, compiler=compiler)
        self.build_and_run("module", self.fresh("build"), f"-DCMAKE_PREFIX_PATH={self.installed('installed')}", cmake=cmake, compiler=compiler)

    def gdb(self):
        """gdb prints what it stops at with the library's printers, with either standard library."""
        gdb = need("gdb")
        compilers = [[self.compiler]]
        if clang := shutil.which("clang++-19"):
            compilers.append([clang, "-stdlib=libc++"])
        source = HERE / "debugger/program.cpp"
        # What gdb is to print stands behind the variables.
        expected = re.findall(r"^    (?:const )?\S+ (\w+)\b.* // (.*)$", source.read_text(encoding="utf-8"), re.M)
        expect(expected, "the program says nothing of what gdb is to print")
        for number, compiler in enumerate(compilers):
            program = self.fresh(str(number)) / "program"
            run(*compiler, "-std=c++20", "-g", "-O0", f"-I{ROOT / 'include'}", source, "-o", program)
            orders = ["set confirm off", "set debuginfod enabled off", f"source {ROOT / 'cmake/debuggers/tcplens_gdb.py'}",
                      "break stop_here", "run", "up", *(f"print {name}" for name, _ in expected)]
            said = run(gdb, "-nx", "-batch", *(word for order in orders for word in ("-ex", order)), program)
            if "ptrace: Operation not permitted" in said:
                raise Skip("gdb may not trace processes here")
            printed = re.findall(r"^\$\d+ = (.*)$", said, re.M)
            expect(printed == [text for _, text in expected], f"gdb prints otherwise:\n{said}")

    def natvis(self):
        """Visual Studio's file names types and members that there are."""
        headers = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "include").rglob("*.hpp")))
        version, = set(re.findall(r"inline (v\d+_\d+)\b", headers))
        types = ElementTree.parse(ROOT / "cmake/debuggers/tcplens.natvis").getroot().findall("{*}Type")
        expect(types, "no types")
        for visualized in types:
            name = visualized.get("Name").removeprefix(f"tcplens::{version}::")
            body = re.search(rf"^class {name} \{{\n(.*?)^\}};", headers, re.M | re.S)
            expect(body, f"no class {visualized.get('Name')}")
            expressions = ElementTree.tostring(visualized, encoding="unicode")
            for member in set(re.findall(r"\b[a-z]\w*_\b", expressions)):
                expect(re.search(rf"\b{member}(;| = )", body[1]), f"{name} has no member {member}")

    def names(self):
        """The module's list has all public names, and no other."""
        print(run(sys.executable, HERE / "names.py", need("clang++-19")))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True, help="a folder for what is built")
    parser.add_argument("--cmake", default="cmake")
    parser.add_argument("--compiler", default="c++")
    parser.add_argument("--generator", default="Ninja")
    parser.add_argument("way", choices=sorted(name for name, value in vars(Ways).items() if callable(value) and value.__doc__))
    wanted = parser.parse_args()
    # A cache of compilations knows nothing of modules.
    os.environ.pop("CMAKE_CXX_COMPILER_LAUNCHER", None)
    wanted.work = pathlib.Path(wanted.work) / wanted.way
    wanted.work.mkdir(parents=True, exist_ok=True)
    try:
        getattr(Ways(wanted), wanted.way)()
    except Skip as missing:
        print(f"{wanted.way}: skipped, {missing}")
        return SKIPPED
    except Failure as failure:
        print(f"{wanted.way}: {failure}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
