#!/bin/sh
# What a report was made on.
sed -n 's/^model name\s*: //p' /proc/cpuinfo | sort | uniq -c | sed 's/^ *\([0-9]*\) /\1 × /'
awk '/MemTotal/ { printf "%.1f GB, Linux ", $2 / 1048576 }' /proc/meminfo
uname -r
java -version 2>&1 | sed -n 3p
echo "load at the start, 1, 5 and 15 minutes: $(cut -d ' ' -f 1-3 /proc/loadavg)"
