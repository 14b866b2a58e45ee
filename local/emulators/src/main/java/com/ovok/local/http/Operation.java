package com.ovok.local.http;

/** The operation of a request, by which a script of faults selects it. */
public enum Operation {
    CREATE_DOCUMENT,
    REPLACE_DOCUMENT,
    UPDATE_DOCUMENT,
    DELETE_DOCUMENT,
    GET_DOCUMENT,
    LIST_DOCUMENTS,
    LOGIN,
    REFRESH_TOKEN,
    POST_OBJECT,
    PUT_OBJECT,
    GET_OBJECT,
    HEAD_OBJECT,
    DELETE_OBJECT,
    UPDATE_ITEM,
    PUT_EVENTS,
    OTHER
}
