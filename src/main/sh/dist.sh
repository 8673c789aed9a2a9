#!/bin/sh
# Makes the archive of a distribution from target/sallyport: launcher, libraries, example data, documentation, a Java
# runtime of the modules that are used, and a cache of loaded classes recorded with that runtime.
set -eu

cd -P -- "$(dirname -- "$0")/../../.."
jdk=$(./sallyport --find-jdk)
version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' pom.xml)
case $(uname -s) in
Darwin) os=macos ;;
*) os=$(uname -s | tr '[:upper:]' '[:lower:]') ;;
esac
case $(uname -m) in
x86_64 | amd64) arch=x64 ;;
arm64 | aarch64) arch=aarch64 ;;
*) arch=$(uname -m) ;;
esac
name=sallyport-$version-$os-$arch
stage=target/dist/$name

rm -rf target/dist "target/$name.tar.gz"
mkdir -p "$stage"
cp -Rp target/sallyport/lib target/sallyport/demo "$stage/"
cp -p sallyport "$stage/"
for file in README.md LICENSE NOTICE CHANGELOG.md docs examples; do
    [ ! -e "$file" ] || cp -Rp "$file" "$stage/"
done

# What the class files name, and what is found by name only: character sets of databases, elliptic curves on older
# providers, Kerberos and DNS for drivers, time zone and locale data, jar files as file systems, and what drivers do that are fetched later.
modules=$("$jdk/bin/jdeps" --multi-release 25 --ignore-missing-deps --print-module-deps "$stage"/lib/*.jar)
modules=$modules,java.desktop,java.management,java.naming,java.rmi,java.security.sasl,jdk.jfr,jdk.net
modules=$modules,jdk.charsets,jdk.crypto.ec,jdk.localedata,jdk.management,jdk.naming.dns,jdk.security.auth,jdk.security.jgss,jdk.unsupported,jdk.zipfs
"$jdk/bin/jlink" --add-modules "$modules" --no-header-files --no-man-pages --output "$stage/runtime"

if ! JAVA_HOME='' SALLYPORT_STATE="$PWD/target/dist/state" "$stage/sallyport" warmup; then
    echo 'dist: no cache was recorded' >&2
    exit 1
fi
# The cache knows the jars by their times of modification, which tar keeps.
tar -C target/dist -czf "target/$name.tar.gz" "$name"
ls -lh "target/$name.tar.gz"
