package org.otgwpi.update;

import java.io.IOException;
import java.util.Set;
import org.otgwpi.personality.Activity;
import org.otgwpi.update.StagedUpload.Received;

/** Uploaded bundles and backups on their way to {@link SystemUpdate}. Thread-safe. */
final class Uploads {

    /** The field of the original's form that brings a file system, here a backup (otgw-http-ws 3.3). */
    static final String BACKUP_FIELD = "filesystem";

    static final String KEEP_SETTINGS = "chkPreserve";
    static final String PASS_PHRASE = "passphrase";

    private static final Set<String> NO = Set.of("off", "false", "0", "no");

    /** Who is told what became of an upload. */
    interface Reply {

        /** It is good and kept. */
        void ready() throws IOException;

        /** It is not taken. */
        void refused(int status, String sentence);
    }

    private final SystemUpdate update;
    private final UpdateProgress progress;
    private final Slots slots;
    private final Restore restore;
    private final BackupReader reader;
    private final Staging staging;

    Uploads(
            SystemUpdate update,
            UpdateProgress progress,
            Slots slots,
            Restore restore,
            BackupReader reader,
            Staging staging) {
        this.update = update;
        this.progress = progress;
        this.slots = slots;
        this.restore = restore;
        this.reader = reader;
        this.staging = staging;
    }

    /**
     * Takes what a form brings.
     *
     * @param activity what it brings if the file's field does not tell: a system update or a restore
     * @param bytes how large it will be; 0 if not known
     */
    UploadDoor.Visitor visitor(Activity activity, long bytes, Reply reply) {
        return new Visitor(activity, bytes, reply);
    }

    /** Looks into a bundle and keeps it. */
    void stageBundle(String source, String name, long bytes) throws IOException {
        update.stage(
                Activity.SYSTEM_UPDATE,
                name,
                bytes,
                () -> new StagedBundle(slots, progress, slots.installer().check(source), source, null));
    }

    private void stageBundle(Received upload) throws IOException {
        String source = upload.file().toString();
        update.stage(
                Activity.SYSTEM_UPDATE,
                upload.name(),
                upload.bytes(),
                () -> new StagedBundle(slots, progress, slots.installer().check(source), source, upload.file()));
    }

    private void stageBackup(Received upload) throws IOException {
        boolean keep = !NO.contains(upload.fields().getOrDefault(KEEP_SETTINGS, "on"));
        String passPhrase = upload.fields().getOrDefault(PASS_PHRASE, "");
        update.stage(Activity.RESTORE, upload.name(), upload.bytes(), () -> {
            restore.prepare(upload.file(), reader, passPhrase, keep, staging.freeBytes());
            return new StagedBackup(restore, progress);
        });
        Staging.remove(upload.file());
    }

    private final class Visitor implements UploadDoor.Visitor {

        private final Activity activity;
        private final long bytes;
        private final Reply reply;
        private boolean begun;

        private Visitor(Activity activity, long bytes, Reply reply) {
            this.activity = activity;
            this.bytes = bytes;
            this.reply = reply;
        }

        @Override
        public void begun() throws Installer.RefusedException {
            update.uploading(activity, bytes);
            begun = true;
        }

        @Override
        public void progress(long come) {
            if (bytes > 0) {
                progress.percent((int) Math.min(100, come * 100 / bytes));
            }
        }

        @Override
        public void received(Received upload) throws IOException {
            if (activity == Activity.RESTORE || upload.field().equals(BACKUP_FIELD)) {
                stageBackup(upload);
            } else {
                stageBundle(upload);
            }
        }

        @Override
        public void taken() throws IOException {
            reply.ready();
        }

        @Override
        public void refused(int status, String sentence) {
            if (begun && progress.status().busy()) {
                progress.failed("error", sentence);
            }
            reply.refused(status, sentence);
        }

        @Override
        public void brokenOff(String sentence) {
            progress.failed("abort", sentence);
        }
    }
}
