#!/usr/bin/env bash
# Makes a Java runtime image out of this machine's own JDK and C library, for machines where no image can be pulled. It gets
# the name that the Dockerfile asks for, so the Dockerfile is the same everywhere.
#
#   .ci/mkimage-jlink.sh [IMAGE:TAG]
#
# Needs docker, a JDK 17 or later with its jmods, and a dynamically linked busybox.
set -euo pipefail

image=${1:-eclipse-temurin:17-jre}
# what the jar needs and what a headless JDK can link: java.desktop alone would pull in X11
modules=java.base,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml
modules+=,jdk.crypto.ec,jdk.jcmd,jdk.jfr,jdk.management,jdk.unsupported,jdk.zipfs

jdk=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(type -P javac)")")")}
busybox=$(readlink -f "$(type -P busybox)")
[[ -d $jdk/jmods ]] || {
    echo "mkimage-jlink.sh: $jdk has no jmods; install a full JDK, or set JAVA_HOME" >&2
    exit 1
}

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
java_home=$root/opt/java/openjdk

# Prints the shared libraries, and the loader, that the programs given on standard input need from this machine.
libraries_of() {
    xargs -d '\n' ldd 2>/dev/null |
        awk '$2 == "=>" && $3 ~ "^/" { print $3 } $1 ~ "^/.*/ld-" { print $1 }' |
        grep -v "^$root/" | sort -u
}

copy_here() { # FILE: to the same place under the root, as a file and not as a link
    mkdir -p "$root$(dirname "$1")"
    cp -L --preserve=mode "$1" "$root$1"
}

make_skeleton() {
    chmod 755 "$root"
    mkdir -p "$root"/{usr/{bin,lib,lib64},etc,proc,sys,dev,run,root,var,opt/java,tmp,var/tmp}
    chmod 1777 "$root/tmp" "$root/var/tmp"
    ln -s usr/bin "$root/bin"
    ln -s usr/bin "$root/sbin"
    ln -s usr/lib "$root/lib"
    ln -s usr/lib64 "$root/lib64"
    printf '%s\n' 'root:x:0:0:root:/root:/bin/sh' 'nobody:x:65534:65534:nobody:/nonexistent:/bin/false' >"$root/etc/passwd"
    printf '%s\n' 'root:x:0:' 'nogroup:x:65534:' >"$root/etc/group"
    echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
}

add_java() {
    "$jdk/bin/jlink" --module-path "$jdk/jmods" --add-modules "$modules" \
        --strip-java-debug-attributes --no-header-files --no-man-pages --output "$java_home"
    # jlink leaves out the archive of class data that halves the start-up time
    "$java_home/bin/java" -Xshare:dump >/dev/null
}

add_shell() {
    cp "$busybox" "$root/usr/bin/busybox"
    local applet
    busybox --list | while read -r applet; do
        [[ -e $root/usr/bin/$applet ]] || ln -s busybox "$root/usr/bin/$applet"
    done
}

add_libraries() {
    local library libc
    find "$java_home" "$root/usr/bin/busybox" -type f \( -name '*.so' -o -perm -u+x \) | libraries_of |
        while read -r library; do
            copy_here "$library"
        done
    # the C library loads these by name when a host is looked up
    libc=$(ldd "$busybox" | awk '$1 ~ "^libc\\.so" { print $3 }')
    for library in libnss_files.so.2 libnss_dns.so.2 libresolv.so.2; do
        copy_here "$(dirname "$libc")/$library"
    done
}

make_skeleton
add_java
add_shell
add_libraries
tar -C "$root" --numeric-owner --owner=0 --group=0 -c . | docker import \
    --change 'ENV JAVA_HOME=/opt/java/openjdk' \
    --change 'ENV LANG=C.UTF-8' \
    --change 'ENV PATH=/opt/java/openjdk/bin:/usr/local/bin:/usr/bin:/bin' \
    --change 'CMD ["java", "-version"]' \
    - "$image"
