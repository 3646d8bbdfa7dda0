#!/usr/bin/env bash
# Becomes a container: a read-only root over a folder, the mounts of a pod, a user, and exactly the environment given.
# Everything that is mounted lies in a mount namespace of its own and ends with the process.
#
#   container.sh <folder of the image> <uid:gid> <working directory> <file of mounts> [NAME=value …] command …
#
# A line of the file of mounts: ro|rw <source> <path in the container>
set -euo pipefail

image=$1 user=$2 directory=$3 mounts=$4
shift 4
mount --make-rprivate /
mount -t tmpfs tmpfs /mnt
mkdir /mnt/upper /mnt/work /mnt/root
root=/mnt/root
mount -t overlay overlay -o "lowerdir=$image,upperdir=/mnt/upper,workdir=/mnt/work" "$root"
# Here the programs lie below it; in an image they do not.
chmod 755 "$root/root"
while read -r _ from to; do
  if [ -d "$from" ]; then mkdir -p "$root$to"; else mkdir -p "$(dirname "$root$to")"; touch -a "$root$to"; fi
done < "$mounts"
mkdir -p "$root$directory"
for folder in proc dev; do mount --rbind "/$folder" "$root/$folder"; done
mount -o remount,bind,ro "$root"
while read -r mode from to; do
  # A volume within a volume.
  [ -e "$root$to" ] || mkdir -p "$root$to"
  mount --bind "$from" "$root$to"
  [ "$mode" = rw ] || mount -o remount,bind,ro "$root$to"
done < "$mounts"
exec chroot --userspec="$user" "$root" /usr/bin/env -i --chdir="$directory" "$@"
