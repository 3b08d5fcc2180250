package org.otgwpi.remote;

/** The page's variables: {@code %STATE%} is {@code on} or {@code off}, every other one {@code off} (B.6). Pure. */
final class StateTemplate {

    private StateTemplate() {}

    /** What stands between two percent signs is a variable; a single one stays. */
    static String fill(String page, boolean lit) {
        StringBuilder filled = new StringBuilder(page.length());
        int done = 0;
        int open = page.indexOf('%');
        while (open >= 0) {
            int end = page.indexOf('%', open + 1);
            if (end < 0) {
                break;
            }
            String name = page.substring(open + 1, end);
            filled.append(page, done, open).append(name.equals("STATE") && lit ? "on" : "off");
            done = end + 1;
            open = page.indexOf('%', done);
        }
        return filled.append(page, done, page.length()).toString();
    }
}
