package org.otgwpi.simulator;

/**
 * What the running gateway firmware knows: settings that last in the EEPROM, and what a reset makes it forget.
 */
record GatewayMemory(
        Configuration configuration,
        Overrides overrides,
        RoomOverride roomOverride,
        Heartbeat heartbeat,
        Blacklist blacklist,
        Alternatives alternatives,
        ParameterRequests parameters,
        SpareRequests spareRequests,
        ResponseTable responses,
        BoilerValues values,
        Pins pins,
        DebugPointer debugPointer) {

    /** The memory after a reset. */
    static GatewayMemory afterReset(Eeprom eeprom) {
        Configuration configuration = new Configuration(eeprom);
        Overrides overrides = new Overrides();
        Blacklist blacklist = new Blacklist(eeprom);
        Alternatives alternatives = new Alternatives(eeprom);
        ParameterRequests parameters = new ParameterRequests();
        BoilerValues values = new BoilerValues();
        return new GatewayMemory(
                configuration,
                overrides,
                new RoomOverride(),
                new Heartbeat(),
                blacklist,
                alternatives,
                parameters,
                new SpareRequests(configuration, overrides, blacklist, alternatives, parameters, values),
                new ResponseTable(),
                values,
                new Pins(configuration),
                new DebugPointer());
    }
}
