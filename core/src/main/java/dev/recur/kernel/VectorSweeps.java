package dev.recur.kernel;

// Written by SweepWriter from the formulas of Pointwise; change those and write again.
/** Block operations, vector by vector; n is a multiple of the vector's length. */
final class VectorSweeps {
    private VectorSweeps() {}

    /** As {@link Kernels#pointwise} without its flush, for whole vectors; sine and cosine are scalar. */
    static void run(
            Pointwise op,
            float[] out,
            int outAt,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            float[] d,
            int dAt,
            int n) {
        switch (op) {
            case COPY -> VectorArithmetic.copy(out, outAt, a, aAt, n);
            case NEG -> VectorArithmetic.neg(out, outAt, a, aAt, n);
            case ADD -> VectorArithmetic.add(out, outAt, a, aAt, b, bAt, n);
            case SUB -> VectorArithmetic.sub(out, outAt, a, aAt, b, bAt, n);
            case MUL -> VectorArithmetic.mul(out, outAt, a, aAt, b, bAt, n);
            case DIV -> VectorArithmetic.div(out, outAt, a, aAt, b, bAt, n);
            case MAX -> VectorSelections.max(out, outAt, a, aAt, b, bAt, n);
            case MIN -> VectorSelections.min(out, outAt, a, aAt, b, bAt, n);
            case TANH -> VectorTanh.tanh(out, outAt, a, aAt, n);
            case SIGMOID -> VectorSigmoid.sigmoid(out, outAt, a, aAt, n);
            case RELU -> VectorSelections.relu(out, outAt, a, aAt, n);
            case ELU -> VectorExponentials.elu(out, outAt, a, aAt, n);
            case SOFTPLUS -> VectorExponentials.softplus(out, outAt, a, aAt, n);
            case LOG_SIGMOID -> VectorExponentials.logSigmoid(out, outAt, a, aAt, n);
            case EXP -> VectorExponentials.exp(out, outAt, a, aAt, n);
            case LOG -> VectorExponentials.log(out, outAt, a, aAt, n);
            case SQRT -> VectorArithmetic.sqrt(out, outAt, a, aAt, n);
            case ABS -> VectorArithmetic.abs(out, outAt, a, aAt, n);
            case SIN -> ScalarSweeps.sin(out, outAt, a, aAt, n, Kernels.KEEP);
            case COS -> ScalarSweeps.cos(out, outAt, a, aAt, n, Kernels.KEEP);
            case IF_GE -> VectorSelections.ifGe(out, outAt, a, aAt, b, bAt, c, cAt, n);
            case UNLESS_GE -> VectorSelections.unlessGe(out, outAt, a, aAt, b, bAt, c, cAt, n);
            case IF_LE -> VectorSelections.ifLe(out, outAt, a, aAt, b, bAt, c, cAt, n);
            case UNLESS_LE -> VectorSelections.unlessLe(out, outAt, a, aAt, b, bAt, c, cAt, n);
            case IF_POSITIVE -> VectorSelections.ifPositive(out, outAt, a, aAt, b, bAt, n);
            case D_ELU -> VectorSelections.dElu(out, outAt, a, aAt, b, bAt, n);
            case D_SQRT -> VectorSelections.dSqrt(out, outAt, a, aAt, b, bAt, n);
            case SIGN_OF -> VectorSelections.signOf(out, outAt, a, aAt, b, bAt, n);
            case ADD3 -> VectorArithmetic.add3(out, outAt, a, aAt, b, bAt, c, cAt, n);
            case MUL3 -> VectorArithmetic.mul3(out, outAt, a, aAt, b, bAt, c, cAt, n);
            case MUL_ADD -> VectorArithmetic.mulAdd(out, outAt, a, aAt, b, bAt, c, cAt, n);
            case MUL_SUB -> VectorArithmetic.mulSub(out, outAt, a, aAt, b, bAt, c, cAt, n);
            case SUB_MUL -> VectorArithmetic.subMul(out, outAt, a, aAt, b, bAt, c, cAt, n);
            case MUL_ADD_MUL -> VectorArithmetic.mulAddMul(out, outAt, a, aAt, b, bAt, c, cAt, d, dAt, n);
            case MUL_SUB_MUL -> VectorArithmetic.mulSubMul(out, outAt, a, aAt, b, bAt, c, cAt, d, dAt, n);
            case ONE_MINUS -> VectorArithmetic.oneMinus(out, outAt, a, aAt, n);
            case MUL_ONE_MINUS -> VectorArithmetic.mulOneMinus(out, outAt, a, aAt, b, bAt, n);
            case MIX -> VectorArithmetic.mix(out, outAt, a, aAt, b, bAt, c, cAt, n);
            case MUL_TANH -> VectorTanh.mulTanh(out, outAt, a, aAt, b, bAt, n);
            case TANH_ADD -> VectorTanh.tanhAdd(out, outAt, a, aAt, b, bAt, n);
            case TANH_ADD3 -> VectorTanh.tanhAdd3(out, outAt, a, aAt, b, bAt, c, cAt, n);
            case TANH_ADD_MUL -> VectorTanh.tanhAddMul(out, outAt, a, aAt, b, bAt, c, cAt, d, dAt, n);
            case SIGMOID_ADD -> VectorSigmoid.sigmoidAdd(out, outAt, a, aAt, b, bAt, n);
            case SIGMOID_ADD3 -> VectorSigmoid.sigmoidAdd3(out, outAt, a, aAt, b, bAt, c, cAt, n);
            case SIGMOID_ADD_MUL -> VectorSigmoid.sigmoidAddMul(out, outAt, a, aAt, b, bAt, c, cAt, d, dAt, n);
            case RELU_ADD3 -> VectorSelections.reluAdd3(out, outAt, a, aAt, b, bAt, c, cAt, n);
            case D_TANH -> VectorArithmetic.dTanh(out, outAt, a, aAt, b, bAt, n);
            case D_SIGMOID -> VectorArithmetic.dSigmoid(out, outAt, a, aAt, b, bAt, n);
            case ADD_D_TANH -> VectorArithmetic.addDTanh(out, outAt, a, aAt, b, bAt, c, cAt, n);
            case MUL_D_TANH -> VectorArithmetic.mulDTanh(out, outAt, a, aAt, b, bAt, c, cAt, n);
            case MUL_D_SIGMOID -> VectorArithmetic.mulDSigmoid(out, outAt, a, aAt, b, bAt, c, cAt, n);
            case ADD_MUL_D_TANH -> VectorArithmetic.addMulDTanh(out, outAt, a, aAt, b, bAt, c, cAt, d, dAt, n);
        }
    }
}
