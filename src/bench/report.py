"""Prints numbers, ratios and what passes or falls short."""

import statistics

median = statistics.median


def spread(values, form="{:.2f}"):
    """Median and range."""
    if not values:
        return "-"
    return f"{form} [{form}-{form}]".format(median(values), min(values), max(values))


class Report:
    """Collects what is held against a target."""

    def __init__(self):
        self._verdicts = []

    def title(self, text):
        print(f"\n== {text}", flush=True)

    def note(self, text):
        print(f"   {text}", flush=True)

    def table(self, head, rows):
        cells = [head, *rows]
        widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
        for row in cells:
            first, *others = (cell.ljust(width) if i == 0 else cell.rjust(width)
                              for i, (cell, width) in enumerate(zip(row, widths)))
            print("   " + "  ".join([first, *others]), flush=True)

    def at_most(self, what, value, limit, form="{:.2f}"):
        self._hold(what, value is not None and value <= limit, value, "at most " + form.format(limit), form)

    def at_least(self, what, value, limit, form="{:.2f}"):
        self._hold(what, value is not None and value >= limit, value, "at least " + form.format(limit), form)

    def within(self, what, value, least, most, form="{:.2f}"):
        good = value is not None and least <= value <= most
        self._hold(what, good, value, f"{form.format(least)} to {form.format(most)}", form)

    def _hold(self, what, good, value, target, form):
        shown = "not measured" if value is None else form.format(value)
        line = f"{'PASS ' if good else 'SHORT'} {what}: {shown} ({target})"
        self._verdicts.append((good, line))
        print(f"   {line}", flush=True)

    def summary(self):
        """Prints all verdicts again. True when nothing falls short."""
        self.title("Targets")
        for _, line in self._verdicts:
            print(f"   {line}")
        short = sum(not good for good, _ in self._verdicts)
        print(f"\n{len(self._verdicts) - short} of {len(self._verdicts)} targets met", flush=True)
        return short == 0
