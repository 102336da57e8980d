# Sourced by ./offing: runs tests and counts them. Uses build, step, maven, say, fail, jdk, root.
# Its last line is `N passed, N failed`. A part that crashes, or runs no test, counts as failed; so
# does a skipped test.

. "$root/scripts/embedding.sh"

passed=0
failed=0
java_built=no
tapes_made=no
results=$root/.cache/test

count() { # count LABEL PASSED FAILED
    passed=$((passed + $2))
    failed=$((failed + $3))
    say "  $1: $2 passed, $3 failed"
}

# Sums the reports of a Maven module: prints `PASSED FAILED`.
surefire_sums() {
    find "$1/target/surefire-reports" -name 'TEST-*.xml' -exec grep -h '<testsuite ' {} + 2>/dev/null |
        awk '
            function attribute(name) {
                return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0
            }
            { bad = attribute("failures") + attribute("errors") + attribute("skipped"); good += attribute("tests") - bad; all_bad += bad }
            END { print good + 0, all_bad + 0 }'
}

# java_tests MODULE…: tests of these modules; what they build on is compiled only. The jars and the compiled
# engine come out of the same run of Maven, so that what follows builds nothing twice.
java_tests() {
    need_maven
    pattern='' list=''
    for module in "$@"; do
        case $module in
        engine-reference) package=reference ;;
        *) package=$module ;;
        esac
        pattern=${pattern:+$pattern,}"dev/offing/$package/**/*Test"
        list=${list:+$list,}$module
        rm -rf "$root/$module/target/surefire-reports"
    done
    lock_build
    case " $* " in *" app "*) begin_stamp server && rm -rf "$root/app/target/lib" ;; esac
    case " $* " in *" browser "*) begin_stamp engine ;; esac
    outcome=0
    # Modules that do not build on each other are tested side by side.
    step "Java: $*" "$results/java.log" maven -T 4 -fae -pl "$list" -am \
        -Dtest="$pattern" -Dsurefire.failIfNoSpecifiedTests=false package || outcome=1
    if [ $outcome -eq 0 ]; then
        java_built=yes
        case " $* " in *" app "*) end_stamp server ;; esac
        case " $* " in *" browser "*) end_stamp engine ;; esac
    fi
    unlock_build
    broken=0
    for module in "$@"; do
        [ -d "$root/$module/src/test" ] || continue
        sums=$(surefire_sums "$root/$module")
        # shellcheck disable=SC2086 # two numbers
        set -- $sums
        if [ $(($1 + $2)) -eq 0 ]; then
            say "  $module: no test ran"
            set -- 0 1
        fi
        [ "$2" -eq 0 ] || broken=1
        count "$module" "$1" "$2"
    done
    # A build that failed although no test did.
    [ $outcome -eq 0 ] || [ $broken -eq 1 ] || count "Java build" 0 1
    if step "Java: format" "$results/format.log" maven -pl "$list" spotless:check; then
        count "Java format" 1 0
    else
        count "Java format" 0 1
    fi
}

# The engine is for others to embed: every public name of it is documented.
engine_documentation() {
    rm -rf "$results/javadoc"
    if step "Java: documentation of the engine" "$results/javadoc.log" "$jdk/bin/javadoc" -quiet -Xdoclint:all -Werror \
        --release 21 -d "$results/javadoc" --module-source-path "dev.offing.engine=$root/engine/src/main/java" \
        --module dev.offing.engine; then
        count "engine documentation" 1 0
    else
        count "engine documentation" 0 1
    fi
}

# So is the client: every public name of it.
client_documentation() {
    build server
    rm -rf "$results/client-javadoc"
    if step "Java: documentation of the client" "$results/client-javadoc.log" sh -c \
        '"$1/bin/javadoc" -quiet -Xdoclint:all -Werror --release 21 -d "$2" --class-path "$3/app/target/lib/*" \
            "$3"/client/src/main/java/dev/offing/client/*.java' sh "$jdk" "$results/client-javadoc" "$root"; then
        count "client documentation" 1 0
    else
        count "client documentation" 0 1
    fi
}

# Sums a JSON report of vitest or Playwright: prints `PASSED FAILED`.
json_sums() {
    node -e '
        const report = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
        let passed, failed;
        if (report.stats) {
            passed = report.stats.expected;
            failed = report.stats.unexpected + report.stats.flaky + report.stats.skipped + report.errors.length;
        } else {
            passed = report.numPassedTests;
            const brokenFiles = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
            failed = report.numTotalTests - passed + brokenFiles.length;
        }
        console.log(passed, failed);
    ' "$1" 2>/dev/null || echo 0 0
}

# npm_tests LABEL REPORT COMMAND…
npm_tests() {
    label=$1 report=$2
    shift 2
    rm -f "$report"
    outcome=0
    step "$label" "$results/$(basename "$report" .json).log" "$@" || outcome=1
    sums=$(json_sums "$report")
    # shellcheck disable=SC2086 # two numbers
    set -- $sums
    if [ $(($1 + $2)) -eq 0 ]; then
        say "  $label: no test ran"
        set -- 0 1
    elif [ $outcome -ne 0 ] && [ "$2" -eq 0 ]; then
        say "  $label: all tests passed, and yet it failed"
        set -- "$1" 1
    fi
    count "$label" "$1" "$2"
}

# Histories of the fuzz with what came of them on the JVM, for the compiled engine to give the same. The
# parts web and browser read the same ones.
tapes() {
    [ "$tapes_made" = no ] || return 0
    build server
    step "tapes of the fuzz" "$results/tapes.log" "$jdk/bin/java" -cp "$root/app/target/lib/*" \
        dev.offing.app.OffingCommand lab tapes "$results/tapes.jsonl" || return 1
    tapes_made=yes
}

web_tests() {
    need_node
    build engine
    install_packages || return 1
    tapes || return 1
    # Each keeps one core busy.
    # shellcheck disable=SC2016 # the inner shell's variables
    if step "web: types and lint" "$results/check.log" sh -c \
        'cd "$1" && { npm run lint & } && lint=$! && { npm run types; types=$?; wait $lint && [ $types -eq 0 ]; }' sh "$root/web"; then
        count "web types and lint" 1 0
    else
        count "web types and lint" 0 1
    fi
    npm_tests "web: unit and conformance" "$results/unit.json" sh -c \
        "cd '$root/web' && npm run test:unit -- --reporter=default --reporter=json --outputFile.json='$results/unit.json'"
}

find_chromium() {
    for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        [ -n "$candidate" ] || continue
        if command -v "$candidate" >/dev/null 2>&1; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

need_chromium() {
    CHROMIUM=$(find_chromium) || {
        if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
            step "Chromium" "$results/chromium.log" sh -c 'apt-get update -q && apt-get install -q -y --no-install-recommends chromium' || return 1
            CHROMIUM=$(find_chromium) || return 1
        else
            say "  browser tests need Chromium: install it (Debian: apt install chromium) or set CHROMIUM to its path"
            return 1
        fi
    }
    export CHROMIUM
}

browser_tests() {
    need_node
    build server engine web
    install_packages || return 1
    if ! need_chromium; then
        count "browser" 0 1
        return 0
    fi
    tapes || return 1
    npm_tests "browser: Chromium" "$results/browser.json" sh -c \
        "cd '$root/web' && PLAYWRIGHT_JSON_OUTPUT_FILE='$results/browser.json' npm run test:browser -- --reporter=list,json"
}

# What npm fetches arrives while Java is tested.
prefetch_packages() {
    if packages_stale && command -v npm >/dev/null 2>&1; then
        (cd "$root/web" && exec npm ci --no-audit --no-fund) >"$stamps/npm.log" 2>&1 &
        prefetch=$!
    fi
}

# Whether it arrived well is seen by install_packages, which tries again and says what failed.
await_prefetch() {
    [ -z "$prefetch" ] || wait "$prefetch" || true
    prefetch=''
}

# run_tests [PART…]: all parts if none is named
run_tests() {
    case " $* " in
    *" --help "* | *" -h "*)
        say "usage: ./offing test [engine] [sync] [server] [client] [web] [browser]"
        say "Runs every test, or those of the named parts. The last line is: N passed, N failed"
        exit 0
        ;;
    esac
    [ $# -gt 0 ] || set -- engine sync server client web browser
    mkdir -p "$results" "$stamps"
    modules=''
    for part in "$@"; do
        case $part in
        engine) modules="$modules engine engine-reference conformance lab" ;;
        sync) modules="$modules sync simulator" ;;
        server) modules="$modules server app" ;;
        client) modules="$modules client" ;;
        browser) modules="$modules browser" ;;
        web) ;;
        *) fail "there is no test part '$part': engine, sync, server, client, web, browser" ;;
        esac
    done
    prefetch=''
    case " $* " in *" web "* | *" browser "*) prefetch_packages ;; esac
    # shellcheck disable=SC2086 # a list of modules
    [ -z "$modules" ] || java_tests $modules
    await_prefetch
    for part in "$@"; do
        case $part in
        engine)
            engine_documentation
            embedding_examples
            ;;
        client)
            client_documentation
            client_examples
            ;;
        web) web_tests || count "web" 0 1 ;;
        browser) browser_tests || count "browser" 0 1 ;;
        esac
    done
    printf '%s passed, %s failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ]
}
