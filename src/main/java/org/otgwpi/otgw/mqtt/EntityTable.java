package org.otgwpi.otgw.mqtt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The entities of the original, in its order, read from the resource entities.txt (otgw-core 5.10). Immutable. */
final class EntityTable {

    private static final int COLUMNS = 14;
    private static final String TEMPLATE = "template ";

    private final List<Entity> all;

    private EntityTable(List<Entity> all) {
        this.all = List.copyOf(all);
    }

    static EntityTable load() {
        Map<String, String> templates = new HashMap<>();
        List<Entity> entities = new ArrayList<>();
        for (String line : TextTable.lines("entities.txt")) {
            if (line.startsWith(TEMPLATE)) {
                List<String> cells = TextTable.cells(line.substring(TEMPLATE.length()), 2);
                templates.put(cells.get(0), cells.get(1).replace("%common%", templates.getOrDefault("common", "")));
            } else {
                entities.add(entity(TextTable.cells(line, COLUMNS), templates));
            }
        }
        return new EntityTable(entities);
    }

    /** All of them. */
    List<Entity> all() {
        return all;
    }

    /** Those that are announced with a data id. */
    List<Entity> of(int id) {
        return all.stream().filter(entity -> entity.id() == id).toList();
    }

    private static Entity entity(List<String> cells, Map<String, String> templates) {
        String objectId = cells.get(2);
        String template = templates.get(cells.get(3));
        if (template == null) {
            throw new IllegalStateException("entities.txt: there is no template " + cells.get(3));
        }
        String unique = sameOr(cells.get(4), objectId);
        String state = sameOr(cells.get(6), objectId);
        String payload = template.replace("%uniq%", unique)
                .replace("%name%", cells.get(5))
                .replace("%state%", state)
                .replace("%class%", orEmpty(cells.get(7)))
                .replace("%unit%", orEmpty(cells.get(8)));
        String name = cells.get(9);
        Entity.Ours ours = name.equals("-")
                ? null
                : new Entity.Ours(
                        name,
                        orEmpty(cells.get(10)),
                        orEmpty(cells.get(11)),
                        orEmpty(cells.get(12)),
                        orEmpty(cells.get(13)));
        return new Entity(Integer.parseInt(cells.get(0)), cells.get(1), objectId, payload, unique, state, ours);
    }

    private static String sameOr(String cell, String objectId) {
        return cell.equals("=") ? objectId : cell;
    }

    private static String orEmpty(String cell) {
        return cell.equals("-") ? "" : cell;
    }
}
