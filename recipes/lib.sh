# Shared by the recipes: `. "$(dirname "$0")/lib.sh"`. A recipe trains on a real data set, prints its figure with the minutes it took, and
# fails when the figure is missed.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
name=$(basename "$0")
out=$root/target/recipes/$name
mkdir -p "$out"
begun=$SECONDS

recur() { "$root/recur" "$@"; }

data() { # FOLDER [GIVEN]: the folder of the data, given or beside the project; ends where it is absent
  local folder=${2:-$root/../shared/data/$1}
  [ -d "$folder" ] || { echo "$name: no data in $folder; give its folder: recipes/$name FOLDER" >&2; exit 2; }
  (cd "$folder" && pwd)
}

by_hash() { # N FILE REST SHARE: a line goes to SHARE if a hash of its bytes is a multiple of N, else to REST; so equal lines stay together
  LC_ALL=C awk -v n="$1" -v rest="$3" -v share="$4" '
    BEGIN { for (i = 1; i < 256; i++) code[sprintf("%c", i)] = i }
    { h = 0; for (i = 1; i <= length($0); i++) h = (h * 31 + code[substr($0, i, 1)]) % 1000003; print > (h % n ? rest : share) }' "$2"
}

figure() { # JSON KEY: a number out of one line of JSON
  sed -n 's/.*"'"$2"'":\(-\{0,1\}[0-9.eE+-]*\).*/\1/p' <<<"$1" | tail -n 1
}

reached() { # WHAT FOUND at-most|at-least BOUND [AIM]: prints the figure and ends with 0 or 1
  local minutes sign=≤ good=yes
  minutes=$(awk -v s=$((SECONDS - begun)) 'BEGIN { printf "%.1f", s / 60 }')
  [ "$3" = at-most ] || sign=≥
  awk -v f="$2" -v b="$4" -v k="$3" 'BEGIN { exit !(f != "" && (k == "at-most" ? f + 0 <= b + 0 : f + 0 >= b + 0)) }' || good=NO
  echo "$name: $1 $2 (must be $sign $4${5:+, aim $5}), $minutes minutes: $good"
  [ "$good" = yes ]
}
