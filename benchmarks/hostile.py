"""Reads pages that no editor made, at one size and at twice that size: what doubles must cost about double, and nothing may raise.

    python -m benchmarks.hostile
    python -m benchmarks.hostile --only links --only nesting

Each reading has a process of its own, so that its peak memory is its own. Ends with 1 where a page raises, takes too long, or grows faster
than its size.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

SECONDS = 120  # a reading that takes longer is stopped
STEEPEST = 2.8  # of the time for twice the size; 2 is linear, 4 is quadratic
UNMEASURABLE_MS = 30.0  # below this a ratio says nothing
SENTENCE = "시는 10월 9일부터 강변 산책로를 새로 열고, 시민 1,200명에게 지도를 나누어 준다. "
LIST_HEAD = "<tr><th>번호</th><th>제목</th><th>작성자</th><th>작성일</th><th>조회</th></tr>"


@dataclass(frozen=True, slots=True)
class Case:
    """A hostile page: `make` returns its body for a count, `count` is the size named in the table."""

    make: Callable[[int], str]
    count: int
    unit: str
    listing: bool = False


def _row(number: int) -> str:
    return (
        f"<tr><td>{number}</td><td><a href='view.do?no={number}'>강변 산책로 {number} 구간 안내</a></td><td>총무과</td>"
        f"<td>2026-0{number % 9 + 1}-1{number % 10}</td><td>{number % 977}</td></tr>"
    )


def _table(size: int) -> str:
    row = "<tr>" + "<td>칸</td>" * 200 + "</tr>"
    return f"<table>{row * size}</table>"


CASES = {
    "paragraphs": Case(lambda n: f"<p>{SENTENCE * 6}</p>" * (n // 700), 5_000_000, "bytes"),
    "links": Case(lambda n: "".join(f"<a href='/a/{i}'>소식 {i}</a> " for i in range(n)), 20_000, "links"),
    "links by script": Case(
        lambda n: "".join(f"<a href='#' onclick=\"fn_view('{i}')\">소식 {i}</a> " for i in range(n)), 10_000, "links"
    ),
    "rows": Case(
        lambda n: f"<table>{LIST_HEAD}{''.join(map(_row, range(n, 0, -1)))}</table>", 10_000, "rows", listing=True
    ),
    "nesting": Case(lambda n: "<div>" * n + SENTENCE + "</div>" * n, 5_000, "levels"),
    "inline nesting": Case(lambda n: "<span>" * n + SENTENCE + "</span>" * n, 5_000, "levels"),
    "nested tables": Case(lambda n: "<table><tr><td>" * n + SENTENCE + "</td></tr></table>" * n, 1_000, "levels"),
    "tables side by side": Case(
        lambda n: f"<table>{LIST_HEAD}{_row(1)}{_row(2)}</table>" * n, 1_000, "tables", listing=True
    ),
    "wide table": Case(_table, 200, "rows of 200"),
    "one text": Case(lambda n: SENTENCE * (n // 115), 2_000_000, "bytes"),
    "one word": Case(lambda n: "가" * (n // 3), 2_000_000, "bytes"),
    "digits": Case(lambda n: "2026-01-" * (n // 8), 1_000_000, "bytes"),
    "spaces": Case(lambda n: "가 " + " \t\n\u00a0" * (n // 5) + "나", 1_000_000, "bytes"),
    "ampersands": Case(lambda n: "&amp;" * (n // 5), 2_000_000, "bytes"),
    "colons": Case(lambda n: "작성일 : " * (n // 12), 1_000_000, "bytes"),
    "labels": Case(lambda n: "<dl>" + "<dt>작성일</dt><dd>2026-01-05</dd>" * n + "</dl>", 10_000, "labels"),
    "word spans": Case(lambda n: "<p>" + "<span lang='EN-US'>10</span><span>월</span> " * n + "</p>", 20_000, "spans"),
    "line breaks": Case(lambda n: f"{SENTENCE}<br>" * n, 20_000, "breaks"),
    "open brackets": Case(lambda n: "<" * n, 1_000_000, "bytes"),
    "quotes in a script": Case(lambda n: "<script>" + "fn_view('" * (n // 9) + "</script>", 1_000_000, "bytes"),
    "alerts": Case(lambda n: "<script>" + "if(a){alert('없습니다');}" * n + "</script>", 20_000, "alerts"),
    "functions": Case(
        lambda n: "<script>" + "function goPage(n){ f.page.value=n; f.submit(); }" * n + "</script>", 5_000, "functions"
    ),
    "attribute": Case(lambda n: f"<p class='{'view ' * (n // 5)}'>{SENTENCE}</p>", 1_000_000, "bytes"),
    "title": Case(lambda n: f"<h4 class='subject'>{'강변 산책로 ' * (n // 17)}</h4>", 500_000, "bytes"),
    "files": Case(
        lambda n: "".join(f"<a href='down.do?no={i}'>지도 {i}.hwp (12KB)</a><br>" for i in range(n)), 5_000, "files"
    ),
}


def page(case: Case, count: int) -> bytes:
    """Return a hostile page: what is odd stands where a post's text would, or a board's rows."""
    odd = case.make(count)
    head = "<html><head><meta charset='utf-8'><title>강변 산책로 개방 - 온새시청</title></head><body>"
    if case.listing:
        return f"{head}<h2>새소식</h2>{odd}<div class='paging'><strong>1</strong><a href='?page=2'>2</a></div></body></html>".encode()
    meta = "<h3 class='tit'>강변 산책로 개방</h3><ul><li>작성일 : 2026-01-05</li><li>작성자 : 총무과</li><li>조회수 : 12</li></ul>"
    return f"{head}{meta}<div class='view_cont'>{SENTENCE}{odd}</div></body></html>".encode()


def read_one(name: str, count: int) -> None:
    """Read one page in this process; print seconds and the growth of peak memory as JSON."""
    from newscrawl.parsing import page_record  # noqa: PLC0415 - the parent process measures nothing
    from newscrawl.reading import Page  # noqa: PLC0415

    url = "https://www.onsae.example/news/list.do"
    page_record(Page(url=url, body=page(CASES["paragraphs"], 7000)))  # what is loaded once is not this page's
    body = page(CASES[name], count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    record, _ = page_record(Page(url=url, body=body))
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(json.dumps({"seconds": seconds, "peak_kb": peak, "bytes": len(body), "kind": record.kind}))


def measured(name: str, count: int) -> dict[str, float | str]:
    """Return what a reading in a process of its own took, or its `fault`."""
    command = [sys.executable, "-m", "benchmarks.hostile", "--read", name, "--count", str(count)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return {"fault": f"over {SECONDS} s"}
    if done.returncode:
        return {"fault": (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1][:80]}
    found: dict[str, float | str] = json.loads(done.stdout)
    return found


def fault_of(once: dict[str, float | str], twice: dict[str, float | str]) -> str:
    """Return what is wrong with a pair of readings, or ""."""
    for found in (once, twice):
        if "fault" in found:
            return str(found["fault"])
    if float(twice["seconds"]) * 1000 < UNMEASURABLE_MS:
        return ""
    steep = float(twice["seconds"]) / max(float(once["seconds"]), 1e-6)
    return f"grows {steep:.1f}-fold" if steep > STEEPEST else ""


def main() -> int:
    """Read every case at its size and at twice that; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", action="append", choices=CASES, help="this case alone; may be given again")
    parser.add_argument("--read", help=argparse.SUPPRESS)
    parser.add_argument("--count", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        read_one(options.read, options.count)
        return 0
    out = Table(header_style="bold", pad_edge=False)
    for column in ("page", "n", "size", "read as", "ms for n", "ms for 2n", "ratio", "peak MB for 2n", "fault"):
        out.add_column(column, justify="left" if column in ("page", "read as", "fault") else "right")
    faults = 0
    for name in options.only or CASES:
        case = CASES[name]
        once, twice = measured(name, case.count), measured(name, 2 * case.count)
        fault = fault_of(once, twice)
        faults += bool(fault)
        took = [float(found.get("seconds", 0)) * 1000 for found in (once, twice)]
        ratio = f"{took[1] / took[0]:.1f}" if all(took) else "–"
        size = f"{float(once['bytes']) / 1e6:.1f} MB" if "bytes" in once else "–"
        peak = f"{float(twice['peak_kb']) / 1024:.0f}" if "peak_kb" in twice else "–"
        out.add_row(
            name,
            f"{case.count:,} {case.unit}",
            size,
            str(once.get("kind", "–")),
            f"{took[0]:.0f}",
            f"{took[1]:.0f}",
            ratio,
            peak,
            fault,
        )
    Console(width=160, highlight=False).print(out)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
