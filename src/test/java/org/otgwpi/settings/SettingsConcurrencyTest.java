package org.otgwpi.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsConcurrencyTest {
    private static final List<String> NUMBERS = List.of(
            "mqttbrokerport",
            "ui_graphtimewindow",
            "gpiosensorsinterval",
            "s0counterdebouncetime",
            "s0counterpulsekw",
            "s0counterinterval",
            "wsmaxclients",
            "mqttuser");
    private static final int CHANGES = 100;

    @TempDir
    Path folder;

    @Test
    void changesOfEightThreadsLoseNothing() throws IOException, InterruptedException, ExecutionException {
        SettingsStore store = SettingsStore.open(folder, Golden.TABLE);
        List<Settings> heard = new ArrayList<>(List.of(store.current()));
        store.addListener((before, after) -> {
            assertEquals(heard.getLast(), before);
            heard.add(after);
        });
        List<Callable<Void>> users = new ArrayList<>();
        for (String name : NUMBERS) {
            users.add(() -> {
                for (int i = 0; i < CHANGES; i++) {
                    store.change(name, Integer.toString(100 + i));
                    assertEquals(Integer.toString(100 + i), store.current().text(name));
                }
                return null;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(users.size())) {
            for (Future<Void> done : threads.invokeAll(users)) {
                done.get();
            }
        }
        for (String name : NUMBERS) {
            assertEquals("199", store.current().text(name), name);
        }
        assertEquals(store.current(), heard.getLast());
        assertEquals(1 + NUMBERS.size() * CHANGES, heard.size());
        assertEquals(store.current(), SettingsStore.open(folder, Golden.TABLE).current());
    }
}
