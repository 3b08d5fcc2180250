package org.otgwpi.system.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.otgwpi.system.setup.AccessPointPolicy.Action;
import org.otgwpi.system.setup.AccessPointPolicy.Phase;

/** Each sentence about the access point, in made-up time. */
final class AccessPointPolicyTest {

    private static final long SECOND = 1_000_000_000L;
    private static final int DAY = 86_400;

    private long now = Long.MAX_VALUE - 100 * SECOND;
    private boolean online;
    private boolean otherWay;

    private List<Action> pass(AccessPointPolicy policy, int seconds) {
        List<Action> actions = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            now += SECOND;
            actions.addAll(policy.look(online, () -> otherWay, now));
        }
        return actions;
    }

    private AccessPointPolicy policy(boolean setUp, boolean wished) {
        return new AccessPointPolicy(setUp, wished, now);
    }

    @Test
    void aDeviceThatWasNeverSetUpOpensItAfterFiveMinutesWithoutANetwork() {
        AccessPointPolicy policy = policy(false, false);
        assertEquals(List.of(), pass(policy, 299));
        assertEquals(List.of(Action.SCAN), pass(policy, 1));
        assertEquals(List.of(), pass(policy, 19));
        assertEquals(List.of(Action.OPEN), pass(policy, 1));
        assertEquals(List.of(), pass(policy, DAY), "and it stays open");
        assertEquals(Phase.OPEN, policy.phase());
    }

    @Test
    void aRadioThatComesLateIsStillAskedWhatIsInReachBeforeItOpens() {
        AccessPointPolicy policy = policy(false, true);
        for (int second = 0; second < 15; second++) {
            assertEquals(List.of(Action.SCAN), pass(policy, 1), "asked again");
            policy.scanFailed();
        }
        assertEquals(List.of(Action.SCAN), pass(policy, 1));
        assertEquals(List.of(), pass(policy, 19));
        assertEquals(List.of(Action.OPEN), pass(policy, 1));
    }

    @Test
    void aRadioThatCannotLookForNetworksOpensItAfterAMinuteAllTheSame() {
        AccessPointPolicy policy = policy(false, true);
        for (int second = 0; second < 60; second++) {
            assertEquals(List.of(Action.SCAN), pass(policy, 1));
            policy.scanFailed();
        }
        assertEquals(List.of(Action.OPEN), pass(policy, 1));
    }

    @Test
    void aNetworkWithinFiveMinutesKeepsItClosedForEver() {
        AccessPointPolicy policy = policy(false, false);
        pass(policy, 200);
        online = true;
        assertEquals(List.of(Action.REMEMBER_SET_UP), pass(policy, 60));
        online = false;
        assertFalse(pass(policy, DAY).contains(Action.OPEN));
    }

    @Test
    void aDeviceThatWasSetUpOnceNeverOpensItAndTriesItsNetworksForEver() {
        AccessPointPolicy policy = policy(true, false);
        List<Action> actions = pass(policy, 3 * DAY);
        assertEquals(3 * DAY / 180, actions.size());
        assertTrue(actions.stream().allMatch(Action.RETRY::equals));
    }

    @Test
    void whileThereIsANetworkNothingIsTried() {
        AccessPointPolicy policy = policy(true, false);
        online = true;
        assertEquals(List.of(), pass(policy, DAY));
    }

    @Test
    void whenAskedItOpensAtOnceAndOnceOnly() {
        AccessPointPolicy policy = policy(true, false);
        online = true;
        otherWay = true;
        policy.ask();
        assertEquals(List.of(Action.SCAN), pass(policy, 1));
        assertEquals(List.of(Action.OPEN), pass(policy, 20));
        assertEquals(List.of(), pass(policy, 899));
        assertEquals(List.of(Action.CLOSE, Action.DROP_WISH), pass(policy, 1));
        assertEquals(List.of(), pass(policy, DAY));
    }

    @Test
    void aWishOutlivesARestartUntilItIsFulfilled() {
        AccessPointPolicy policy = policy(true, true);
        assertEquals(List.of(Action.SCAN, Action.OPEN), pass(policy, 21));
    }

    @Test
    void whenAskedWithoutAnotherNetworkItStaysOpen() {
        AccessPointPolicy policy = policy(true, true);
        assertEquals(List.of(Action.SCAN, Action.OPEN), pass(policy, DAY));
        otherWay = true;
        assertEquals(List.of(Action.CLOSE, Action.DROP_WISH), pass(policy, 1));
    }

    @Test
    void aCableThatIsPluggedInClosesItIfNobodyAskedForIt() {
        AccessPointPolicy policy = policy(false, false);
        pass(policy, 400);
        online = true;
        assertEquals(List.of(Action.CLOSE, Action.REMEMBER_SET_UP), pass(policy, 5));
    }

    @Test
    void aChosenNetworkThatWorksEndsTheSetUp() {
        AccessPointPolicy policy = policy(false, true);
        pass(policy, 30);
        policy.joining(now);
        assertEquals(List.of(), pass(policy, 10));
        assertEquals(List.of(Action.REMEMBER_SET_UP, Action.DROP_WISH), policy.joined(true, now));
        assertEquals(Phase.CLOSED, policy.phase());
        assertFalse(pass(policy, DAY).contains(Action.OPEN));
    }

    @Test
    void aChosenNetworkThatFailsBringsTheAccessPointBack() {
        AccessPointPolicy policy = policy(false, false);
        pass(policy, 400);
        policy.joining(now);
        assertEquals(List.of(Action.UNDO_JOIN, Action.SCAN), policy.joined(false, now));
        assertEquals(List.of(Action.OPEN), pass(policy, 20));
    }

    @Test
    void aChosenNetworkThatDoesNotAnswerWithinTwoMinutesCountsAsFailed() {
        AccessPointPolicy policy = policy(false, false);
        pass(policy, 400);
        policy.joining(now);
        assertEquals(List.of(), pass(policy, 119));
        assertEquals(List.of(Action.UNDO_JOIN, Action.SCAN), pass(policy, 1));
        assertEquals(List.of(), policy.joined(true, now), "too late");
    }

    @Test
    void whatCannotBeOpenedIsTriedAgainAMinuteLater() {
        AccessPointPolicy policy = policy(false, false);
        pass(policy, 320);
        policy.openFailed(now);
        assertEquals(List.of(), pass(policy, 59));
        assertEquals(List.of(Action.SCAN), pass(policy, 1));
    }

    @Test
    void whateverHappensADeviceThatWasSetUpOpensItOnlyWhenAsked() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            AccessPointPolicy policy = policy(true, false);
            int asked = 0;
            int opened = 0;
            for (int step = 0; step < 300; step++) {
                online = random.nextInt(3) > 0;
                otherWay = random.nextBoolean();
                switch (random.nextInt(8)) {
                    case 0 -> {
                        if (policy.phase() == Phase.CLOSED) {
                            policy.ask();
                            asked++;
                        }
                    }
                    case 1 -> policy.joined(random.nextBoolean(), now);
                    default ->
                        opened += (int) pass(policy, random.nextInt(200)).stream()
                                .filter(Action.OPEN::equals)
                                .count();
                }
            }
            assertTrue(opened <= asked, opened + " times open, " + asked + " times asked");
        }
    }
}
