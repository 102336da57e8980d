import java.sql.DriverManager;

/** Prints how many changes a store holds, and how many pairs of them claim the same operation. */
final class ReadLog {
    public static void main(String[] arguments) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[0]);
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        SELECT (SELECT count(*) FROM changes),
                               (SELECT count(*) FROM changes a JOIN changes b
                                ON a.document = b.document AND a.replica = b.replica
                                AND a.first_counter < b.first_counter
                                AND a.first_counter + a.id_count > b.first_counter)
                        """)) {
            row.next();
            System.out.println("{\"changes\":" + row.getInt(1) + ",\"overlapping\":" + row.getInt(2) + "}");
        }
    }
}
