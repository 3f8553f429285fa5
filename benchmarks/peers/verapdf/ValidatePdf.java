// Validates PDF files with veraPDF (org.verapdf:validation-model): PDF/A-2a and PDF/UA-1. One line a file and flavour:
// file<TAB>flavour<TAB>compliant|failed<TAB>rule: message; ...
import java.io.FileInputStream;
import java.util.Set;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public final class ValidatePdf {
  public static void main(String[] files) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    boolean all = true;
    for (String file : files) {
      for (PDFAFlavour flavour : new PDFAFlavour[] {PDFAFlavour.PDFA_2_A, PDFAFlavour.PDFUA_1}) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour)) {
          PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false);
          ValidationResult result = validator.validate(parser);
          Set<String> faults = new TreeSet<>();
          for (TestAssertion one : result.getTestAssertions())
            faults.add(one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber() + ": " + one.getMessage());
          System.out.println(file + "\t" + flavour + "\t" + (result.isCompliant() ? "compliant" : "failed") + "\t" + String.join("; ", faults));
          all &= result.isCompliant();
        }
      }
    }
    System.exit(all ? 0 : 1);
  }
}
