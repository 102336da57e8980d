package dev.offing.lab;

import java.util.List;

/**
 * Figures of a synthetic load.
 *
 * @param bench its name
 * @param verified whether the document was right
 */
public record FigureReport(String bench, String runtime, boolean verified, List<Figure> figures) {

    /** @param name ends in the unit */
    public record Figure(String name, double value) {}

    public FigureReport {
        figures = List.copyOf(figures);
    }

    /** One line; without {@code verified} there are no figures. */
    public String json() {
        StringBuilder out = new StringBuilder("{\"bench\":\"" + bench + "\",\"runtime\":\"" + runtime + "\"");
        out.append(",\"verified\":").append(verified);
        for (Figure figure : verified ? figures : List.<Figure>of()) {
            out.append(",\"").append(figure.name()).append("\":").append(ReplayReport.number(figure.value()));
        }
        return out.append('}').toString();
    }
}
