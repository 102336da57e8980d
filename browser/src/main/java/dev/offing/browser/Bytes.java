package dev.offing.browser;

import org.teavm.jso.typedarrays.Int8Array;
import org.teavm.jso.typedarrays.Uint8Array;

/** Byte arrays across the border, copied once each way: the other side may reuse its buffer. */
final class Bytes {

    private Bytes() {}

    static byte[] toJava(Uint8Array bytes) {
        Int8Array signed = new Int8Array(bytes.getBuffer(), bytes.getByteOffset(), bytes.getLength());
        return signed.copyToJavaArray().clone();
    }

    static Uint8Array toJs(byte[] bytes) {
        // copyFromJavaArray shares memory with the array it is given.
        Int8Array signed = Int8Array.copyFromJavaArray(bytes.clone());
        return new Uint8Array(signed.getBuffer(), signed.getByteOffset(), signed.getLength());
    }
}
