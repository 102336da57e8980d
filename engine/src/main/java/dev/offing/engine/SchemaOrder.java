package dev.offing.engine;

/**
 * Position keys as texts, as {@link SchemaEntry#ORDER} holds them: each byte is the character of that
 * number, so comparing the texts is comparing the keys.
 */
final class SchemaOrder {

    private SchemaOrder() {}

    static String text(PositionKey key) {
        StringBuilder text = new StringBuilder();
        for (byte unit : key.toBytes()) {
            text.append((char) (unit & 0xff));
        }
        return text.toString();
    }

    /** @throws IllegalArgumentException if it is not the text of a key */
    static PositionKey key(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            char unit = text.charAt(i);
            if (unit > 0xff) {
                throw new IllegalArgumentException("not the text of a position key");
            }
            bytes[i] = (byte) unit;
        }
        return PositionKey.of(bytes);
    }
}
