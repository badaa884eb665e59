package io.minhos.trading.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.minhos.trading.output.Json;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Reads a page as XML, which fails if it is not well-formed. */
public final class Xhtml {

  private Xhtml() {}

  public static Document parse(String page) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    DocumentBuilder builder = factory.newDocumentBuilder();
    builder.setErrorHandler(null);
    return builder.parse(new InputSource(new StringReader(page)));
  }

  /** The text of the one element with {@code id}. */
  public static String text(Document document, String id) throws XPathExpressionException {
    return byId(document, id).getTextContent();
  }

  /** The exact figure behind what the element with {@code id} shows. */
  public static double value(Document document, String id) throws XPathExpressionException {
    return Double.parseDouble(byId(document, id).getAttribute("value"));
  }

  /** What the page's script reads: the numbers of its charts. */
  public static JsonNode data(Document document) throws Exception {
    return Json.MAPPER.readTree(text(document, "data"));
  }

  /** The chart of that name. */
  public static JsonNode chart(Document document, String id) throws Exception {
    for (JsonNode chart : data(document).get("charts")) {
      if (chart.get("id").asText().equals(id)) {
        return chart;
      }
    }
    throw new AssertionError("no chart: " + id);
  }

  /** The page as it is where no script runs, but for the namespace that it is in. */
  public static String withoutScripts(String page) {
    return page.replaceAll("(?s)<script.*?</script>", "")
        .replace("xmlns=\"http://www.w3.org/1999/xhtml\"", "");
  }

  /** The texts of all elements of a kind. */
  public static List<String> texts(Document document, String tag) {
    NodeList nodes = document.getElementsByTagName(tag);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  /**
   * The figures of the row that {@code name} names, in the table under the heading {@code title}.
   */
  public static List<String> row(Document document, String title, String name)
      throws XPathExpressionException {
    String path = "//section[h2='%s']//tr[th='%s']/td".formatted(title, name);
    NodeList cells =
        (NodeList)
            XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < cells.getLength(); i++) {
      texts.add(cells.item(i).getTextContent());
    }
    return texts;
  }

  private static Element byId(Document document, String id) throws XPathExpressionException {
    return (Element)
        Objects.requireNonNull(
            XPathFactory.newInstance()
                .newXPath()
                .evaluate("//*[@id='" + id + "']", document, XPathConstants.NODE),
            id);
  }
}
