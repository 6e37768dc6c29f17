package dev.labctl.output.picture;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** SVG, and pages that are written as XML would be, taken apart by a parser that lets no fault pass. */
public record Markup(Document document) {
    static Markup of(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setNamespaceAware(true);
        return new Markup(
                factory.newDocumentBuilder().parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
    }

    /** A page, whose few elements without an end are given one first. */
    public static Markup ofPage(String html) throws Exception {
        return of(html.replace("<!DOCTYPE html>\n", "")
                .replaceAll("<meta ([^>]*)>", "<meta $1/>")
                .replace("<details open>", "<details open=\"\">"));
    }

    Element root() {
        return document.getDocumentElement();
    }

    public List<Element> elements(String name) {
        // A new list would search the document from its beginning for each element.
        NodeList found = document.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    /** The rectangles of a kind that say what they are: all but the legend's. */
    List<Element> cells(String kind) {
        return elements("rect").stream()
                .filter(rect -> rect.getAttribute("class").equals(kind))
                .filter(rect -> rect.getElementsByTagName("title").getLength() > 0)
                .toList();
    }

    public List<String> texts(String name) {
        return elements(name).stream().map(Element::getTextContent).toList();
    }

    static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }
}
