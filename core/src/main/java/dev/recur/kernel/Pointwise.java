package dev.recur.kernel;

/**
 * The block operations: what one sweep over a run of floats can do.
 *
 * <p>The formula is the meaning. Each {@code + - * /} in it is one IEEE float operation with one rounding, evaluated as
 * parsed from left to right; nothing is contracted. A superinstruction therefore has the bits of its parts one after the
 * other, and the compiler may use it or not. Operands are {@code a b c d} in the order of the arguments.
 */
public enum Pointwise {
    // values
    COPY("a"),
    NEG("-a"),
    ADD("a + b"),
    SUB("a - b"),
    MUL("a * b"),
    DIV("a / b"),
    MAX("max(a, b)"),
    MIN("min(a, b)"),
    TANH("tanh(a)"),
    SIGMOID("sigmoid(a)"),
    RELU("relu(a)"),
    ELU("elu(a)"),
    SOFTPLUS("softplus(a)"),
    LOG_SIGMOID("logsigmoid(a)"),
    EXP("exp(a)"),
    LOG("log(a)"),
    SQRT("sqrt(a)"),
    ABS("abs(a)"),
    SIN("sin(a)"),
    COS("cos(a)"),
    // selections of the adjoint; conditions select, they never multiply by a mask
    /** a &gt;= b ? c : 0. */
    IF_GE("ifge(a, b, c)"),
    /** a &gt;= b ? 0 : c. */
    UNLESS_GE("unlessge(a, b, c)"),
    /** a &lt;= b ? c : 0. */
    IF_LE("ifle(a, b, c)"),
    /** a &lt;= b ? 0 : c. */
    UNLESS_LE("unlessle(a, b, c)"),
    /** a &gt; 0 ? b : 0. */
    IF_POSITIVE("ifpositive(a, b)"),
    /** a &gt; 0 ? b : b * (a + 1), the derivative of elu by its output a. */
    D_ELU("delu(a, b)"),
    /** a &gt; 0 ? (0.5 * b) / a : 0, the derivative of sqrt by its output a. */
    D_SQRT("dsqrt(a, b)"),
    /** a &gt; 0 ? b : a &lt; 0 ? -b : 0. */
    SIGN_OF("signof(a, b)"),
    // superinstructions
    ADD3("a + b + c"),
    MUL3("a * b * c"),
    MUL_ADD("a * b + c"),
    MUL_SUB("a * b - c"),
    SUB_MUL("a - b * c"),
    MUL_ADD_MUL("a * b + c * d"),
    MUL_SUB_MUL("a * b - c * d"),
    ONE_MINUS("1 - a"),
    MUL_ONE_MINUS("a * (1 - b)"),
    /** Between two values: a = z, b = new, c = old. */
    MIX("(1 - a) * b + a * c"),
    MUL_TANH("a * tanh(b)"),
    TANH_ADD("tanh(a + b)"),
    TANH_ADD3("tanh(a + b + c)"),
    TANH_ADD_MUL("tanh(a + b + c * d)"),
    SIGMOID_ADD("sigmoid(a + b)"),
    SIGMOID_ADD3("sigmoid(a + b + c)"),
    SIGMOID_ADD_MUL("sigmoid(a + b + c * d)"),
    RELU_ADD3("relu(a + b + c)"),
    D_TANH("a * (1 - b * b)"),
    D_SIGMOID("a * (b * (1 - b))"),
    ADD_D_TANH("(a + b) * (1 - c * c)"),
    MUL_D_TANH("a * b * (1 - c * c)"),
    MUL_D_SIGMOID("a * b * (c * (1 - c))"),
    ADD_MUL_D_TANH("a + b * c * (1 - d * d)");

    private final String formula;
    private final int arity;

    Pointwise(String formula) {
        this.formula = formula;
        int highest = 0;
        for (int i = 0; i < formula.length(); i++) {
            char sign = formula.charAt(i);
            boolean alone = (i == 0 || !Character.isLetter(formula.charAt(i - 1)))
                    && (i + 1 == formula.length() || !Character.isLetter(formula.charAt(i + 1)));
            if (alone && sign >= 'a' && sign <= 'd') {
                highest = Math.max(highest, sign - 'a' + 1);
            }
        }
        this.arity = highest;
    }

    /** The meaning, in the cell language with the operands {@code a b c d}. */
    public String formula() {
        return formula;
    }

    /** Number of operands, 1 to 4. */
    public int arity() {
        return arity;
    }
}
