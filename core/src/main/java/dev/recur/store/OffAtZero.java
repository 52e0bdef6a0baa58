package dev.recur.store;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component, or each one of a record, that asks for nothing while it is 0, false, empty or the first constant of its enum. Such a value is
 * not written and need not be there to be read: so options that came later leave the files of runs without them as they were, and old files open.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
public @interface OffAtZero {}
