package org.otgwpi.board;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.otgwpi.board.LineState.Direction;

/** What all lines that have a user do just now. Safe for any thread. */
final class LineStates {

    private final LineClaims claims;
    private final Pi4jDigital digital;
    private final Map<Integer, Place> banked = new ConcurrentHashMap<>();

    private record Place(LineBank bank, int index) {}

    LineStates(LineClaims claims, Pi4jDigital digital) {
        this.claims = claims;
        this.digital = digital;
    }

    /**
     * Claims lines and makes a bank of them.
     *
     * @param wires what asks for the lines
     */
    LineBank bank(List<LineUse> uses, Wiring wires) throws IOException {
        claims.claim(uses);
        try {
            LineBank bank = new LineBank(wires.open(), () -> giveBack(uses));
            for (int i = 0; i < uses.size(); i++) {
                banked.put(uses.get(i).line(), new Place(bank, i));
            }
            return bank;
        } catch (IOException e) {
            claims.release(uses);
            throw e;
        }
    }

    /** Asks for the lines of a bank, as inputs. */
    interface Wiring {
        BankWires open() throws IOException;
    }

    /** All of them, in the order of their numbers. */
    List<LineState> now() {
        List<LineState> states = new ArrayList<>();
        claims.all().forEach((line, user) -> states.add(state(line, user)));
        return states;
    }

    private LineState state(int line, String user) {
        Place place = banked.get(line);
        if (place == null) {
            return digital.state(line, user);
        }
        boolean driven = place.bank.drives(place.index);
        return new LineState(
                line, user, driven ? Direction.OUT : Direction.NONE, driven && place.bank.high(place.index));
    }

    private void giveBack(List<LineUse> uses) {
        uses.forEach(use -> banked.remove(use.line()));
        claims.release(uses);
    }
}
