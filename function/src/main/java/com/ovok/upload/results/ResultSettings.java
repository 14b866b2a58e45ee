package com.ovok.upload.results;

import com.ovok.upload.RetryPolicy;
import com.ovok.upload.aws.AwsClients;
import com.ovok.upload.aws.AwsService;
import com.ovok.upload.s3.S3Requests;
import com.ovok.upload.source.S3Endpoint;
import com.ovok.upload.transfer.TransferListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the delivery of results.
 *
 * @param logObjectKeys whether log lines may contain object keys and file names
 * @param eventBus the name or ARN of an EventBridge bus that receives each result
 * @param onObject how the source object is marked
 * @param afterCompletion what happens to the source object afterwards
 */
public record ResultSettings(
        boolean logObjectKeys, Optional<String> eventBus, OnObject onObject, AfterCompletion afterCompletion) {

    /** How the document's id and state are stored on the source object. */
    public enum OnObject {
        NONE,
        ANNOTATION,
        TAGS
    }

    /** Returns the prefix below which completed objects are moved; empty if they are not. */
    public Optional<String> movedPrefix() {
        return afterCompletion instanceof AfterCompletion.Move(String prefix) ? Optional.of(prefix) : Optional.empty();
    }

    /** Returns the listeners in the order of their calls: the object is deleted or moved last. */
    public List<TransferListener> listeners(AwsClients aws, S3Requests s3, RetryPolicy retries) {
        List<TransferListener> listeners = new ArrayList<>();
        listeners.add(new TransferLog(logObjectKeys));
        eventBus.ifPresent(bus -> listeners.add(new EventPublisher(aws.json(AwsService.EVENT_BRIDGE), bus)));
        ObjectWriter writer = new ObjectWriter(s3, new S3Endpoint(aws.endpoints()), retries);
        switch (onObject) {
            case NONE -> {}
            case ANNOTATION -> listeners.add(new ObjectAnnotation(writer));
            case TAGS -> listeners.add(new ObjectTags(writer));
        }
        if (!(afterCompletion instanceof AfterCompletion.Keep)) {
            listeners.add(new SourceDisposal(writer, afterCompletion));
        }
        return listeners;
    }
}
