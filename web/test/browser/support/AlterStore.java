import java.sql.DriverManager;

/** Executes one statement on a store that no server has open. */
final class AlterStore {
    public static void main(String[] arguments) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[0]);
                var statement = connection.createStatement()) {
            statement.executeUpdate(arguments[1]);
        }
    }
}
