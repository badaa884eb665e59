#!/usr/bin/env bash
# Opens reports in a headless Chromium at the width of a desktop and of a phone, in light and dark,
# and fails on a script's error, a chart that was not drawn, a request, or a page that is wider than
# the phone.
#   .ci/trials/report.sh PICTURES REPORT.html…
# Needs Chromium; installs it where there is none and apt-get may.
set -euo pipefail
out=$(mkdir -p "$1" && cd "$1" && pwd); shift
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$browser" ]; then
  apt-get update -qq && apt-get install -y -qq chromium >/dev/null
  browser=$(command -v chromium)
fi
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
failed=0
wrong() { echo "FAILED: $*" >&2; failed=1; }
run() {
  timeout 120 "$browser" --headless=new --no-sandbox --disable-gpu --hide-scrollbars \
    --user-data-dir="$profile" --no-first-run --disable-extensions --disable-background-networking \
    --enable-logging=stderr --v=0 --virtual-time-budget=5000 "$@"
}
n=0
for page in "$@"; do
  n=$((n + 1))
  name=$n-$(basename "$(dirname "$(realpath "$page")")")
  url=file://$(realpath "$page")
  # Blocked by the page's own policy, a request shows as an error of the console.
  for size in 1280 390; do
    for scheme in light dark; do
      dark=(); [ $scheme = light ] || dark=(--blink-settings=preferredColorScheme=0)
      # A window is no narrower than 500: a phone's page is looked at in a frame of its width.
      target=$url
      if [ $size = 390 ]; then
        printf '<!DOCTYPE html><body style="margin:0"><iframe src="%s" style="border:0;width:390px;height:12000px"></iframe>' \
          "$url" > "$profile/phone.html"
        target=file://$profile/phone.html
      fi
      run "${dark[@]}" --window-size=$((size < 500 ? 500 : size)),9000 \
        --screenshot="$out/$name-$size-$scheme.png" "$target" 2> "$out/$name-$size-$scheme.log" \
        || wrong "$name: no picture at $size, see $out/$name-$size-$scheme.log"
      if grep CONSOLE "$out/$name-$size-$scheme.log" >&2; then
        wrong "$name: the console has errors at $size, $scheme"
      fi
    done
  done
  # What the browser made of it: each chart has been given a size, and nothing sticks out.
  cat > "$profile/probe.html" <<'PROBE'
<!DOCTYPE html><body style="margin:0"><iframe id="page" style="border:0;width:390px;height:3000px"></iframe>
<pre id="found"></pre><script>
addEventListener('message', e => { document.getElementById('found').textContent = e.data; });
PROBE
  python3 - "$page" "$profile/probe.html" <<'PY'
import json, sys
page = open(sys.argv[1], encoding="utf-8").read()
probe = """<script>addEventListener('load', () => setTimeout(() => {
  const all = [...document.querySelectorAll('.chart canvas')];
  const blank = all.filter(c => !c.width || !Chart.getChart(c)).map(c => c.id);
  parent.postMessage('charts=' + all.length + ' blank=' + blank.length + ' width='
    + document.documentElement.scrollWidth, '*');
}, 500));</script>"""
whole = page.replace("</body>", probe + "</body>")
text = json.dumps(whole).replace("<", "\\u003c")
with open(sys.argv[2], "a", encoding="utf-8") as out:
    out.write("document.getElementById('page').srcdoc = %s;</script>" % text)
PY
  found=$(run --window-size=800,3000 --dump-dom "file://$profile/probe.html" 2> "$out/$name-probe.log" \
    | grep -o 'charts=[0-9]* blank=[0-9]* width=[0-9]*' | head -1 || true)
  echo "$name: ${found:-nothing found}"
  case "$found" in
    "charts=0 "*|"") wrong "$name: no chart was drawn" ;;
    *" blank=0 "*) ;;
    *) wrong "$name: a chart was not drawn" ;;
  esac
  width=${found##*width=}
  [ "${width:-9999}" -le 390 ] || wrong "$name: the page is $width wide on a phone of 390"
done
exit $failed
