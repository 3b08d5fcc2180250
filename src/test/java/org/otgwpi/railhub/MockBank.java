package org.otgwpi.railhub;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.otgwpi.board.OutputBank;
import org.otgwpi.board.OutputLine;
import org.otgwpi.board.SimulatedLines;

/** The lines of a board as outputs of Pi4J's mock. */
final class MockBank implements OutputBank {

    private final List<OutputLine> outputs = new ArrayList<>();

    MockBank(SimulatedLines lines, Wiring wiring) throws IOException {
        for (int i = 0; i < wiring.size(); i++) {
            outputs.add(lines.output(wiring.line(i), "output " + wiring.pin(i), false));
        }
    }

    @Override
    public void set(long mask, long levels) throws IOException {
        for (int i = 0; i < outputs.size(); i++) {
            if ((mask >> i & 1) != 0) {
                outputs.get(i).set((levels >> i & 1) != 0);
            }
        }
    }

    @Override
    public void close() {
        outputs.forEach(OutputLine::close);
    }
}
