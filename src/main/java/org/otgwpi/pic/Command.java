package org.otgwpi.pic;

import java.util.Set;

/**
 * One command of the gateway firmware (otgw-core 1.6). Immutable.
 *
 * @param code its two letters
 * @param kind how its argument is read
 * @param limits what arguments it takes
 * @param echo the form of the answer behind the colon
 * @param errors what it may be refused with
 * @param kept true if the chip remembers it in its EEPROM
 * @param takes what it takes, as the end of a sentence
 * @param description what it does, for people
 */
public record Command(
        String code,
        ArgumentKind kind,
        Limits limits,
        String echo,
        Set<ErrorCode> errors,
        boolean kept,
        String takes,
        String description) {

    public Command {
        errors = Set.copyOf(errors);
    }

    /**
     * What the chip answers to this command, as far as the argument alone decides it.
     *
     * @param argument what stands behind the equals sign; without any the chip says SE
     */
    public Reply read(String argument) {
        return argument.isEmpty() ? Reply.error(ErrorCode.SE) : kind.read(argument, limits);
    }
}
