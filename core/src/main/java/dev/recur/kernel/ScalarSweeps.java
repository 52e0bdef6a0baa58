package dev.recur.kernel;

// Written by SweepWriter from the formulas of Pointwise; change those and write again
/** One sweep for each block operation, float by float. */
final class ScalarSweeps {
    private ScalarSweeps() {}

    /** A flushed value: +0 where the magnitude is below {@code flush}, as bits. */
    private static float keep(float value, int flush) {
        int bits = Float.floatToRawIntBits(value);
        return Float.intBitsToFloat(bits & ((flush - 1 - (bits & Functions.MAGNITUDE)) >> 31));
    }

    /** As {@link Kernels#pointwise}. */
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
            int n,
            int flush) {
        switch (op) {
            case COPY -> copy(out, outAt, a, aAt, n, flush);
            case NEG -> neg(out, outAt, a, aAt, n, flush);
            case ADD -> add(out, outAt, a, aAt, b, bAt, n, flush);
            case SUB -> sub(out, outAt, a, aAt, b, bAt, n, flush);
            case MUL -> mul(out, outAt, a, aAt, b, bAt, n, flush);
            case DIV -> div(out, outAt, a, aAt, b, bAt, n, flush);
            case MAX -> max(out, outAt, a, aAt, b, bAt, n, flush);
            case MIN -> min(out, outAt, a, aAt, b, bAt, n, flush);
            case TANH -> tanh(out, outAt, a, aAt, n, flush);
            case SIGMOID -> sigmoid(out, outAt, a, aAt, n, flush);
            case RELU -> relu(out, outAt, a, aAt, n, flush);
            case ELU -> elu(out, outAt, a, aAt, n, flush);
            case SOFTPLUS -> softplus(out, outAt, a, aAt, n, flush);
            case LOG_SIGMOID -> logSigmoid(out, outAt, a, aAt, n, flush);
            case EXP -> exp(out, outAt, a, aAt, n, flush);
            case LOG -> log(out, outAt, a, aAt, n, flush);
            case SQRT -> sqrt(out, outAt, a, aAt, n, flush);
            case ABS -> abs(out, outAt, a, aAt, n, flush);
            case SIN -> sin(out, outAt, a, aAt, n, flush);
            case COS -> cos(out, outAt, a, aAt, n, flush);
            case IF_GE -> ifGe(out, outAt, a, aAt, b, bAt, c, cAt, n, flush);
            case UNLESS_GE -> unlessGe(out, outAt, a, aAt, b, bAt, c, cAt, n, flush);
            case IF_LE -> ifLe(out, outAt, a, aAt, b, bAt, c, cAt, n, flush);
            case UNLESS_LE -> unlessLe(out, outAt, a, aAt, b, bAt, c, cAt, n, flush);
            case IF_POSITIVE -> ifPositive(out, outAt, a, aAt, b, bAt, n, flush);
            case D_ELU -> dElu(out, outAt, a, aAt, b, bAt, n, flush);
            case D_SQRT -> dSqrt(out, outAt, a, aAt, b, bAt, n, flush);
            case SIGN_OF -> signOf(out, outAt, a, aAt, b, bAt, n, flush);
            case ADD3 -> add3(out, outAt, a, aAt, b, bAt, c, cAt, n, flush);
            case MUL3 -> mul3(out, outAt, a, aAt, b, bAt, c, cAt, n, flush);
            case MUL_ADD -> mulAdd(out, outAt, a, aAt, b, bAt, c, cAt, n, flush);
            case MUL_SUB -> mulSub(out, outAt, a, aAt, b, bAt, c, cAt, n, flush);
            case SUB_MUL -> subMul(out, outAt, a, aAt, b, bAt, c, cAt, n, flush);
            case MUL_ADD_MUL -> mulAddMul(out, outAt, a, aAt, b, bAt, c, cAt, d, dAt, n, flush);
            case MUL_SUB_MUL -> mulSubMul(out, outAt, a, aAt, b, bAt, c, cAt, d, dAt, n, flush);
            case ONE_MINUS -> oneMinus(out, outAt, a, aAt, n, flush);
            case MUL_ONE_MINUS -> mulOneMinus(out, outAt, a, aAt, b, bAt, n, flush);
            case MIX -> mix(out, outAt, a, aAt, b, bAt, c, cAt, n, flush);
            case MUL_TANH -> mulTanh(out, outAt, a, aAt, b, bAt, n, flush);
            case TANH_ADD -> tanhAdd(out, outAt, a, aAt, b, bAt, n, flush);
            case TANH_ADD3 -> tanhAdd3(out, outAt, a, aAt, b, bAt, c, cAt, n, flush);
            case TANH_ADD_MUL -> tanhAddMul(out, outAt, a, aAt, b, bAt, c, cAt, d, dAt, n, flush);
            case SIGMOID_ADD -> sigmoidAdd(out, outAt, a, aAt, b, bAt, n, flush);
            case SIGMOID_ADD3 -> sigmoidAdd3(out, outAt, a, aAt, b, bAt, c, cAt, n, flush);
            case SIGMOID_ADD_MUL -> sigmoidAddMul(out, outAt, a, aAt, b, bAt, c, cAt, d, dAt, n, flush);
            case RELU_ADD3 -> reluAdd3(out, outAt, a, aAt, b, bAt, c, cAt, n, flush);
            case D_TANH -> dTanh(out, outAt, a, aAt, b, bAt, n, flush);
            case D_SIGMOID -> dSigmoid(out, outAt, a, aAt, b, bAt, n, flush);
            case ADD_D_TANH -> addDTanh(out, outAt, a, aAt, b, bAt, c, cAt, n, flush);
            case MUL_D_TANH -> mulDTanh(out, outAt, a, aAt, b, bAt, c, cAt, n, flush);
            case MUL_D_SIGMOID -> mulDSigmoid(out, outAt, a, aAt, b, bAt, c, cAt, n, flush);
            case ADD_MUL_D_TANH -> addMulDTanh(out, outAt, a, aAt, b, bAt, c, cAt, d, dAt, n, flush);
        }
    }

    /** {@code a} */
    static void copy(float[] out, int outAt, float[] a, int aAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k], flush);
        }
    }

    /** {@code -a} */
    static void neg(float[] out, int outAt, float[] a, int aAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(-a[aAt + k], flush);
        }
    }

    /** {@code a + b} */
    static void add(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] + b[bAt + k], flush);
        }
    }

    /** {@code a - b} */
    static void sub(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] - b[bAt + k], flush);
        }
    }

    /** {@code a * b} */
    static void mul(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] * b[bAt + k], flush);
        }
    }

    /** {@code a / b} */
    static void div(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] / b[bAt + k], flush);
        }
    }

    /** {@code max(a, b)} */
    static void max(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(Functions.max(a[aAt + k], b[bAt + k]), flush);
        }
    }

    /** {@code min(a, b)} */
    static void min(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(Functions.min(a[aAt + k], b[bAt + k]), flush);
        }
    }

    /** {@code tanh(a)} */
    static void tanh(float[] out, int outAt, float[] a, int aAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(Functions.tanh(a[aAt + k]), flush);
        }
    }

    /** {@code sigmoid(a)} */
    static void sigmoid(float[] out, int outAt, float[] a, int aAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(Functions.sigmoid(a[aAt + k]), flush);
        }
    }

    /** {@code relu(a)} */
    static void relu(float[] out, int outAt, float[] a, int aAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(Functions.relu(a[aAt + k]), flush);
        }
    }

    /** {@code elu(a)} */
    static void elu(float[] out, int outAt, float[] a, int aAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(Functions.elu(a[aAt + k]), flush);
        }
    }

    /** {@code softplus(a)} */
    static void softplus(float[] out, int outAt, float[] a, int aAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(Functions.softplus(a[aAt + k]), flush);
        }
    }

    /** {@code logsigmoid(a)} */
    static void logSigmoid(float[] out, int outAt, float[] a, int aAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(Functions.logsigmoid(a[aAt + k]), flush);
        }
    }

    /** {@code exp(a)} */
    static void exp(float[] out, int outAt, float[] a, int aAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(Functions.exp(a[aAt + k]), flush);
        }
    }

    /** {@code log(a)} */
    static void log(float[] out, int outAt, float[] a, int aAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(Functions.log(a[aAt + k]), flush);
        }
    }

    /** {@code sqrt(a)} */
    static void sqrt(float[] out, int outAt, float[] a, int aAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(Functions.sqrt(a[aAt + k]), flush);
        }
    }

    /** {@code abs(a)} */
    static void abs(float[] out, int outAt, float[] a, int aAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(Math.abs(a[aAt + k]), flush);
        }
    }

    /** {@code sin(a)} */
    static void sin(float[] out, int outAt, float[] a, int aAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(Functions.sin(a[aAt + k]), flush);
        }
    }

    /** {@code cos(a)} */
    static void cos(float[] out, int outAt, float[] a, int aAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(Functions.cos(a[aAt + k]), flush);
        }
    }

    /** {@code ifge(a, b, c)} */
    static void ifGe(
            float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] >= b[bAt + k] ? c[cAt + k] : 0f, flush);
        }
    }

    /** {@code unlessge(a, b, c)} */
    static void unlessGe(
            float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] >= b[bAt + k] ? 0f : c[cAt + k], flush);
        }
    }

    /** {@code ifle(a, b, c)} */
    static void ifLe(
            float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] <= b[bAt + k] ? c[cAt + k] : 0f, flush);
        }
    }

    /** {@code unlessle(a, b, c)} */
    static void unlessLe(
            float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] <= b[bAt + k] ? 0f : c[cAt + k], flush);
        }
    }

    /** {@code ifpositive(a, b)} */
    static void ifPositive(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] > 0 ? b[bAt + k] : 0f, flush);
        }
    }

    /** {@code delu(a, b)} */
    static void dElu(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] > 0 ? b[bAt + k] : b[bAt + k] * (a[aAt + k] + 1f), flush);
        }
    }

    /** {@code dsqrt(a, b)} */
    static void dSqrt(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] > 0 ? (0.5f * b[bAt + k]) / a[aAt + k] : 0f, flush);
        }
    }

    /** {@code signof(a, b)} */
    static void signOf(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] > 0 ? b[bAt + k] : a[aAt + k] < 0 ? -b[bAt + k] : 0f, flush);
        }
    }

    /** {@code a + b + c} */
    static void add3(
            float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] + b[bAt + k] + c[cAt + k], flush);
        }
    }

    /** {@code a * b * c} */
    static void mul3(
            float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] * b[bAt + k] * c[cAt + k], flush);
        }
    }

    /** {@code a * b + c} */
    static void mulAdd(
            float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] * b[bAt + k] + c[cAt + k], flush);
        }
    }

    /** {@code a * b - c} */
    static void mulSub(
            float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] * b[bAt + k] - c[cAt + k], flush);
        }
    }

    /** {@code a - b * c} */
    static void subMul(
            float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] - b[bAt + k] * c[cAt + k], flush);
        }
    }

    /** {@code a * b + c * d} */
    static void mulAddMul(
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
            int n,
            int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] * b[bAt + k] + c[cAt + k] * d[dAt + k], flush);
        }
    }

    /** {@code a * b - c * d} */
    static void mulSubMul(
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
            int n,
            int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] * b[bAt + k] - c[cAt + k] * d[dAt + k], flush);
        }
    }

    /** {@code 1 - a} */
    static void oneMinus(float[] out, int outAt, float[] a, int aAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(1f - a[aAt + k], flush);
        }
    }

    /** {@code a * (1 - b)} */
    static void mulOneMinus(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] * (1f - b[bAt + k]), flush);
        }
    }

    /** {@code (1 - a) * b + a * c} */
    static void mix(
            float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep((1f - a[aAt + k]) * b[bAt + k] + a[aAt + k] * c[cAt + k], flush);
        }
    }

    /** {@code a * tanh(b)} */
    static void mulTanh(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] * Functions.tanh(b[bAt + k]), flush);
        }
    }

    /** {@code tanh(a + b)} */
    static void tanhAdd(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(Functions.tanh(a[aAt + k] + b[bAt + k]), flush);
        }
    }

    /** {@code tanh(a + b + c)} */
    static void tanhAdd3(
            float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(Functions.tanh(a[aAt + k] + b[bAt + k] + c[cAt + k]), flush);
        }
    }

    /** {@code tanh(a + b + c * d)} */
    static void tanhAddMul(
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
            int n,
            int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(Functions.tanh(a[aAt + k] + b[bAt + k] + c[cAt + k] * d[dAt + k]), flush);
        }
    }

    /** {@code sigmoid(a + b)} */
    static void sigmoidAdd(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(Functions.sigmoid(a[aAt + k] + b[bAt + k]), flush);
        }
    }

    /** {@code sigmoid(a + b + c)} */
    static void sigmoidAdd3(
            float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(Functions.sigmoid(a[aAt + k] + b[bAt + k] + c[cAt + k]), flush);
        }
    }

    /** {@code sigmoid(a + b + c * d)} */
    static void sigmoidAddMul(
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
            int n,
            int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(Functions.sigmoid(a[aAt + k] + b[bAt + k] + c[cAt + k] * d[dAt + k]), flush);
        }
    }

    /** {@code relu(a + b + c)} */
    static void reluAdd3(
            float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(Functions.relu(a[aAt + k] + b[bAt + k] + c[cAt + k]), flush);
        }
    }

    /** {@code a * (1 - b * b)} */
    static void dTanh(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] * (1f - b[bAt + k] * b[bAt + k]), flush);
        }
    }

    /** {@code a * (b * (1 - b))} */
    static void dSigmoid(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] * (b[bAt + k] * (1f - b[bAt + k])), flush);
        }
    }

    /** {@code (a + b) * (1 - c * c)} */
    static void addDTanh(
            float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep((a[aAt + k] + b[bAt + k]) * (1f - c[cAt + k] * c[cAt + k]), flush);
        }
    }

    /** {@code a * b * (1 - c * c)} */
    static void mulDTanh(
            float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] * b[bAt + k] * (1f - c[cAt + k] * c[cAt + k]), flush);
        }
    }

    /** {@code a * b * (c * (1 - c))} */
    static void mulDSigmoid(
            float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n, int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] * b[bAt + k] * (c[cAt + k] * (1f - c[cAt + k])), flush);
        }
    }

    /** {@code a + b * c * (1 - d * d)} */
    static void addMulDTanh(
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
            int n,
            int flush) {
        for (int k = 0; k < n; k++) {
            out[outAt + k] = keep(a[aAt + k] + b[bAt + k] * c[cAt + k] * (1f - d[dAt + k] * d[dAt + k]), flush);
        }
    }
}
