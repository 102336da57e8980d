# Sourced by ./offing lab bench: builds what the bench runs. Uses build, step, maven, need_node, root, jdk, stamps.

bench_script_stale() {
    # shellcheck disable=SC2086 # the list is meant to be split
    [ ! -f "$root/lab/target/js/lab.mjs" ] || stale bench $core_sources "$root/lab/pom.xml" "$root/lab/src/main"
}

bench_packages_stale() {
    [ ! -f "$root/benchmarks/node_modules/.package-lock.json" ] ||
        [ -n "$(find "$root/benchmarks/package-lock.json" -newer "$root/benchmarks/node_modules/.package-lock.json" 2>/dev/null)" ]
}

run_bench() {
    need_node
    case " $* " in
    *" --help "* | *" -h "*) exec node "$root/benchmarks/src/bench.mjs" --help ;;
    esac
    build server
    if bench_script_stale; then
        need_maven
        lock_build
        begin_stamp bench
        step "the engine for the bench" "$stamps/bench.log" maven -pl lab -am -Pscript -Dmaven.test.skip=true package || exit 1
        end_stamp bench
        unlock_build
    fi
    if bench_packages_stale; then
        step "the other libraries" "$stamps/bench-npm.log" sh -c "cd '$root/benchmarks' && npm ci --no-audit --no-fund" || exit 1
    fi
    JAVA=$jdk/bin/java CLASS_PATH="$root/app/target/lib/*" exec node "$root/benchmarks/src/bench.mjs" "$@"
}
